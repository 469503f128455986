package market.caravan.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import market.caravan.PostgresTest;
import market.caravan.TestClock;
import market.caravan.lightning.Preimage;
import market.caravan.reconciliation.Reconciliation.State;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;

/** When comparisons are made. */
class ReconciliationsIT extends PostgresTest {

  private final TestClock clock = new TestClock(Instant.parse("2026-01-01T03:29:59Z"));
  private final Reconciliations reconciliations =
      new Reconciliations(
          jdbc,
          new Binder().bindOrCreate("caravan.reconciliation", ReconciliationProperties.class),
          clock);

  @Test
  void areMadeOnceANight() {
    reconciliations.requestNightly();
    assertThat(reconciliations.list()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    reconciliations.requestNightly();
    Reconciliation first = finished();
    assertThat(first.until()).isEqualTo(clock.instant());
    assertThat(first.since()).isEqualTo(clock.instant().minus(Duration.ofDays(30)));
    clock.advance(Duration.ofHours(23));
    reconciliations.requestNightly();
    assertThat(reconciliations.claim()).isEmpty();
    clock.advance(Duration.ofHours(8));
    reconciliations.requestNightly();
    assertThat(finished().id()).as("of the night that we were away").isNotEqualTo(first.id());
    reconciliations.requestNightly();
    assertThat(reconciliations.claim()).isEmpty();
  }

  @Test
  void areNotMadeAtTheFirstStartOfAll() {
    clock.advance(Duration.ofHours(9));
    reconciliations.requestNightly();

    assertThat(reconciliations.list()).isEmpty();
  }

  @Test
  void areMadeOneAtATime() {
    Reconciliation asked = reconciliations.request();
    clock.advance(Duration.ofDays(2));
    reconciliations.requestNightly();

    assertThat(reconciliations.request().id()).isEqualTo(asked.id());
    assertThat(reconciliations.list()).hasSize(1);
    finished();
    clock.advance(Duration.ofMinutes(2));
    assertThat(reconciliations.request().id()).isNotEqualTo(asked.id());
  }

  @Test
  void areBegunAnewByAnotherWhenSomebodyHasDiedOverOne() {
    Differences differences = new Differences(jdbc);
    reconciliations.request();
    Reconciliation run = reconciliations.claim().orElseThrow();
    reconciliations.begin(run);
    differences.suspect(run, "default", List.of(difference()));
    assertThat(reconciliations.claim()).isEmpty();
    clock.advance(Duration.ofMinutes(9));
    reconciliations.compared(run, 200, 0);
    clock.advance(Duration.ofMinutes(9));
    assertThat(reconciliations.claim()).as("it was alive a while ago").isEmpty();
    clock.advance(Duration.ofMinutes(1));
    Reconciliation again = reconciliations.claim().orElseThrow();
    assertThat(again.attempts()).isEqualTo(200);
    reconciliations.begin(again);
    assertThat(reconciliations.find(run.id()).orElseThrow().attempts()).isZero();
    assertThat(differences.suspects(run, "default", 0)).isEmpty();
  }

  @Test
  void areIncompleteWithoutAWalletUntilTheyAreBegunAnew() {
    reconciliations.request();
    Reconciliation run = reconciliations.claim().orElseThrow();
    reconciliations.leaveOut(run, "berlin", "node-away");
    reconciliations.leaveOut(run, "berlin", "node-left-alone");
    reconciliations.leaveOut(run, "paris", "macaroon-refused");
    clock.advance(Duration.ofMinutes(10));
    Reconciliation again = reconciliations.claim().orElseThrow();
    assertThat(again.leftOut())
        .isEqualTo(Map.of("berlin", "node-away", "paris", "macaroon-refused"));
    reconciliations.begin(again);
    assertThat(reconciliations.find(run.id()).orElseThrow().leftOut()).isEmpty();
    reconciliations.leaveOut(again, "paris", "node-away");
    Reconciliation done = reconciliations.finish(again);
    assertThat(done.state()).isEqualTo(State.INCOMPLETE);
    assertThat(done.leftOut()).isEqualTo(Map.of("paris", "node-away"));
    assertThat(done.error()).isNull();
  }

  @Test
  void keepASuspicionThatNobodyCouldLookAtAgainAndForgetWhatWasNewsUnderWay() {
    Differences differences = new Differences(jdbc);
    reconciliations.request();
    Reconciliation run = reconciliations.claim().orElseThrow();
    differences.suspect(run, "default", List.of(difference(), difference()));
    differences.suspect(run, "berlin", List.of(difference()));
    List<Long> seqs = List.copyOf(differences.suspects(run, "default", 0).keySet());
    differences.confirm(run, seqs, List.of(seqs.getFirst()));
    assertThat(differences.of(run.id(), null)).as("not yet over").hasSize(1);
    reconciliations.leaveOut(run, "berlin", "node-away");
    differences.conclude(run);
    assertThat(reconciliations.finish(run).differences()).isEqualTo(1);
    assertThat(differences.of(run.id(), null))
        .extracting(Difference::wallet, Difference::confirmed)
        .containsExactly(tuple("default", true), tuple("berlin", false));
  }

  @Test
  void areAboutWalletsToThatNobodyCanBeAskedForAnyMore() {
    OurInvoices invoices = new OurInvoices(jdbc);
    reconciliations.request();
    Reconciliation run = reconciliations.claim().orElseThrow();
    new Differences(jdbc).suspect(run, "gone", List.of(difference()));
    assertThat(invoices.unknownWallets(run, List.of("", "default"))).containsExactly("gone");
    assertThat(invoices.unknownWallets(run, List.of("", "default", "gone"))).isEmpty();
  }

  @Test
  void keepAThousandDifferencesAndSayThatThereAreMore() {
    Differences differences = new Differences(jdbc);
    reconciliations.request();
    Reconciliation run = reconciliations.claim().orElseThrow();
    for (int i = 0; i < 11; i++) {
      differences.suspect(
          run, "default", Stream.generate(ReconciliationsIT::difference).limit(100).toList());
    }
    int kept = 0;
    long last = 0;
    for (var page = differences.suspects(run, "default", 0);
        !page.isEmpty();
        page = differences.suspects(run, "default", last)) {
      kept += page.size();
      differences.confirm(run, page.keySet(), page.keySet());
      last = page.keySet().stream().mapToLong(Long::longValue).max().orElseThrow();
    }
    assertThat(kept).isEqualTo(1_000);
    Reconciliation done = reconciliations.finish(run);
    assertThat(done.differences()).isEqualTo(1_000);
    assertThat(done.more()).isTrue();
    assertThat(differences.of(run.id(), null)).hasSize(1_000);
    assertThat(differences.of(run.id(), "nobody")).isEmpty();
  }

  private static Difference difference() {
    String hash = Preimage.random().hash().hex();
    return new Difference(
        Kind.UNKNOWN_HERE, false, "default", hash, null, "o", "c", null, null, "SETTLED", 7L);
  }

  private Reconciliation finished() {
    Reconciliation run = reconciliations.claim().orElseThrow();
    assertThat(run.state()).isEqualTo(State.REQUESTED);
    return reconciliations.finish(run);
  }
}
