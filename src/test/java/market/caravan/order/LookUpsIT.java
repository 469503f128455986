package market.caravan.order;

import static market.caravan.lightning.Invoice.State.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import market.caravan.PostgresTest;
import market.caravan.TestClock;
import market.caravan.lightning.PaymentHash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/** When an open invoice is looked up; a round is made every second. */
class LookUpsIT extends PostgresTest {

  private final TestClock clock = new TestClock(Instant.parse("2026-05-06T07:08:09Z"));
  private final Desk desk = new Desk(dataSource, clock);
  private WalletLookUps lookUps = desk.lookUps;

  @BeforeEach
  void haveLookedUpWhatThereWasAtTheStart() {
    assertThat(round()).isEmpty();
  }

  @Test
  void looksAnInvoiceUpLessOftenTheOlderItIsAndAtItsExpiry() {
    PaymentHash hash = open("o-1");
    List<Long> ages = new ArrayList<>();
    for (long age = 1; age <= 1_000; age++) {
      clock.advance(Duration.ofSeconds(1));
      List<PaymentHash> due = round();
      if (!due.isEmpty()) {
        assertThat(due).containsExactly(hash);
        ages.add(age);
      }
    }
    assertThat(ages).containsExactly(30L, 90L, 270L, 810L, 900L);
  }

  @Test
  void losesNothingBetweenTwoRounds() {
    PaymentHash hash = open("o-1");
    clock.advance(Duration.ofSeconds(29));
    assertThat(round()).isEmpty();
    clock.advance(Duration.ofSeconds(45));
    assertThat(round()).containsExactly(hash);
    clock.advance(Duration.ofMillis(15_999));
    assertThat(round()).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(round()).containsExactly(hash);
  }

  @Test
  void looksEverythingUpOnceWhenItHasJustStarted() {
    jdbc.sql("UPDATE product SET quantity = 501").update();
    List<PaymentHash> open = new ArrayList<>();
    for (int i = 0; i < 501; i++) {
      open.add(open("o-" + i)); // more than one call's worth, created at the same time
    }
    lookUps = desk.newLookUps();
    assertThat(round()).containsExactlyElementsOf(open);
    clock.advance(Duration.ofSeconds(1));
    assertThat(round()).isEmpty();
  }

  @Test
  void looksEverythingUpAfterAnAbsence() {
    PaymentHash hash = open("o-1");
    clock.advance(Duration.ofSeconds(50));
    assertThat(round()).containsExactly(hash);
    clock.advance(Duration.ofSeconds(50));
    assertThat(round()).containsExactly(hash);
    clock.advance(Duration.ofSeconds(60));
    assertThat(round()).isEmpty(); // it is 160 seconds old, and due at 270
    clock.advance(Duration.ofSeconds(61));
    assertThat(round()).containsExactly(hash);
  }

  @Test
  void looksEverythingUpALittleLaterWhenTheNodeCouldNotBeAsked() {
    PaymentHash hash = open("o-1");
    clock.advance(Duration.ofSeconds(40));
    assertThat(round()).containsExactly(hash);
    lookUps.missed();
    clock.advance(Duration.ofSeconds(29));
    assertThat(round()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(round()).containsExactly(hash);
    clock.advance(Duration.ofSeconds(1));
    assertThat(round()).isEmpty();
  }

  @Test
  void looksEverythingUpAgainWhenTheNodeWentAwayInTheMiddle() {
    PaymentHash hash = open("o-1");
    clock.advance(Duration.ofSeconds(40));
    lookUps = desk.newLookUps();
    lookUps
        .due()
        .forEachRemaining(
            call -> {
              assertThat(call).containsExactly(hash);
              lookUps.missed();
            });
    clock.advance(Duration.ofSeconds(30));
    assertThat(round()).containsExactly(hash); // at an age at which none is due
  }

  @Test
  void doesNotPutOffWhatWasMissedForWhatIsMissedLater() {
    PaymentHash hash = open("o-1");
    clock.advance(Duration.ofSeconds(31));
    assertThat(round()).containsExactly(hash);
    lookUps.missed();
    clock.advance(Duration.ofSeconds(20));
    assertThat(round()).isEmpty();
    lookUps.missed();
    clock.advance(Duration.ofSeconds(10));
    assertThat(round()).containsExactly(hash);
  }

  @Test
  void asksForEverythingAgainWhenTheDatabaseWasAwayMeanwhile() {
    PaymentHash hash = open("o-1");
    clock.advance(Duration.ofSeconds(95));
    assertThat(round()).containsExactly(hash);
    lookUps.missed();
    clock.advance(Duration.ofSeconds(30));
    jdbc.sql("ALTER TABLE invoice RENAME TO away").update();
    assertThatThrownBy(this::round).isInstanceOf(DataAccessException.class);
    jdbc.sql("ALTER TABLE away RENAME TO invoice").update();
    clock.advance(Duration.ofSeconds(20));
    assertThat(round()).isEmpty();
    clock.advance(Duration.ofSeconds(10));
    assertThat(round()).containsExactly(hash);
  }

  @Test
  void looksAnInvoiceUpSoonAfterItWasOpenedHoweverLongThatTook() {
    PaymentHash hash = desk.place("o-1");
    clock.advance(Duration.ofMinutes(5));
    assertThat(round()).isEmpty();
    desk.hear(hash, OPEN);
    clock.advance(Duration.ofSeconds(29));
    assertThat(round()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(round()).containsExactly(hash);
  }

  @Test
  void looksUpWhatWasMissedAlsoWhenTheClockWasSetBack() {
    PaymentHash hash = open("o-1");
    lookUps.missed();
    clock.advance(Duration.ofHours(-1));
    assertThat(round()).containsExactly(hash);
  }

  @Test
  void looksEverythingUpWhenTheClockWasSetBack() {
    clock.advance(Duration.ofHours(-1));
    PaymentHash hash = open("o-1");
    assertThat(round()).containsExactly(hash);
    assertThat(round()).isEmpty();
  }

  private List<PaymentHash> round() {
    List<PaymentHash> due = new ArrayList<>();
    lookUps.due().forEachRemaining(due::addAll);
    return due;
  }

  private PaymentHash open(String id) {
    PaymentHash hash = desk.place(id);
    desk.hear(hash, OPEN);
    return hash;
  }
}
