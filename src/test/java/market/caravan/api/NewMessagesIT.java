package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import market.caravan.PostgresTest;
import market.caravan.TestClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is filed is found once, in whatever order the transactions commit. */
class NewMessagesIT extends PostgresTest {

  private static final String MERCHANT = "merchant";

  private final TestClock clock = new TestClock(Instant.now());
  private MessageFollower follower = begin();

  private MessageFollower begin() {
    return new MessageFollower(new NewMessages(jdbc), clock);
  }

  @BeforeEach
  void openMerchant() {
    jdbc.sql("INSERT INTO account VALUES ('account', now())").update();
    jdbc.sql(
            """
            INSERT INTO merchant VALUES ('merchant', 'account', 'aa', '', TRUE, '{}', NULL, now())
            """)
        .update();
    follower = begin();
  }

  private static void file(Connection connection, String text) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO message (merchant_id, event_id, event_created_at, kind, customer, incoming,
              type, content, event, relay, state, received_at)
            VALUES ('merchant', ?, now(), 4, 'cc', TRUE, -1, ?, '{}', '', 'DONE', now())
            """)) {
      insert.setString(1, UUID.randomUUID().toString());
      insert.setString(2, text);
      insert.execute();
    }
  }

  private List<String> read() {
    return follower.read(Set.of(MERCHANT)).stream().map(row -> row.message().message()).toList();
  }

  @Test
  void findsEachMessageOnce() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      file(connection, "one");
      assertThat(read()).containsExactly("one");
      assertThat(read()).isEmpty();
      file(connection, "two");
      file(connection, "three");
      assertThat(read()).containsExactly("two", "three");
      assertThat(read()).isEmpty();
    }
  }

  @Test
  void findsWhatCommitsLateUnderALowerNumber() throws SQLException {
    try (Connection slow = dataSource.getConnection();
        Connection fast = dataSource.getConnection()) {
      slow.setAutoCommit(false);
      file(slow, "slow");
      file(fast, "fast");
      assertThat(read()).containsExactly("fast");
      slow.commit();
      assertThat(read()).containsExactly("slow");
      assertThat(read()).isEmpty();
    }
  }

  @Test
  void waitsForATransactionThatTakesLong() throws SQLException {
    try (Connection slow = dataSource.getConnection();
        Connection fast = dataSource.getConnection()) {
      slow.setAutoCommit(false);
      file(slow, "slow");
      for (int i = 0; i < 9; i++) {
        file(fast, "fast");
        assertThat(read()).containsExactly("fast");
        clock.advance(Duration.ofSeconds(5));
      }
      slow.commit();
      assertThat(read()).containsExactly("slow");
      clock.advance(Duration.ofSeconds(5));
      assertThat(read()).isEmpty();
      assertThat(read()).isEmpty();
    }
  }

  @Test
  void readsMoreThanOneLotAtOnce() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      for (int i = 0; i <= NewMessages.LIMIT; i++) {
        file(connection, "again");
      }
    }
    assertThat(read()).hasSize(NewMessages.LIMIT + 1);
  }

  @Test
  void leavesOutWhatIsOlderOrAnotherMerchants() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      file(connection, "before");
    }
    follower = begin();
    assertThat(read()).isEmpty();
    assertThat(follower.read(Set.of("another"))).isEmpty();
  }
}
