package market.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;

class TestDatabaseIT extends PostgresTest {

  @RepeatedTest(2)
  void isEmptyWhateverAnotherTestLeft() {
    assertThat(jdbc.sql("SELECT count(*) FROM account").query(Long.class).single()).isZero();

    jdbc.sql("INSERT INTO account VALUES ('one', now())").update();
  }
}
