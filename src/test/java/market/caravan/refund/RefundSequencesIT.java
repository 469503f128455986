package market.caravan.refund;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import market.caravan.PermanentException;
import market.caravan.PostgresTest;
import market.caravan.TransientException;
import market.caravan.lightning.PayOut;
import market.caravan.order.OrderNews;
import market.caravan.refund.PretendedPayOuts.Mood;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens in whatever order, and wherever we are killed: no more is ever sent for a refund
 * than its amount, it is PAID once, and in the end it is.
 */
class RefundSequencesIT extends PostgresTest {

  private static final String ADDRESS = "ada@example.com";
  private static final List<Mood> MOODS = List.of(Mood.values());
  private static final int SEQUENCES = Integer.getInteger("refund.sequences", 40);

  private final Till till = new Till(dataSource);
  private final List<Finding> unrecorded = new ArrayList<>();
  private final List<Refund> abandoned = new ArrayList<>();
  private final List<OrderNews> told = new ArrayList<>();

  /** The steps of a refund are: claim, call, record; each kill leaves the rest undone. */
  @ParameterizedTest(name = "killed at step {0}")
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void isPaidOnceWhereverItIsKilled(int killAt) {
    till.profile = () -> Optional.of(ADDRESS);
    long refund = till.due("o-1");
    int step = 0;
    for (int i = 0; i < 20 && till.state(refund) != RefundState.PAID; i++) {
      List<Refund> claimed = till.claim();
      if (claimed.isEmpty() || step++ == killAt) {
        till.work.dropOwnLeases(); // we start anew
        continue;
      }
      Finding found = till.call(claimed.getFirst());
      if (step++ == killAt) {
        till.work.dropOwnLeases();
        continue;
      }
      till.record(found);
    }
    assertThat(till.state(refund)).isEqualTo(RefundState.PAID);
    assertThat(till.node.spent()).isEqualTo(Till.RECEIVED);
    assertThat(till.node.sent).hasSize(1);
  }

  @Test
  void sendsWhatIsOwedOnceWhateverHappens() {
    Random seeds = new Random();
    long first = Long.getLong("refund.seed", seeds.nextLong());
    for (long seed : LongStream.range(first, first + SEQUENCES).toArray()) {
      try {
        sequence(new Random(seed), "o-" + seed);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("With -Drefund.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private void sequence(Random random, String order) {
    unrecorded.clear();
    abandoned.clear();
    told.clear();
    long spentBefore = till.node.spent().value();
    long refund = till.due(order);
    int steps = 10 + random.nextInt(60);
    for (int i = 0; i < steps; i++) {
      happen(random, refund);
      assertThat(till.node.spent().value() - spentBefore).isIn(0L, Till.RECEIVED.value());
    }
    settle(refund);
    assertThat(till.state(refund)).isEqualTo(RefundState.PAID);
    assertThat(till.node.spent().value() - spentBefore).isEqualTo(Till.RECEIVED.value());
    assertThat(till.history(refund)).containsOnlyOnce("PAID").doesNotContain("PAID_AGAIN");
    assertThat(told.stream().filter(news -> Till.words(List.of(news)).contains("have been sent")))
        .hasSize(1);
    assertThat(till.orderStatus(order)).isEqualTo("REFUNDED");
  }

  private void happen(Random random, long refund) {
    switch (random.nextInt(16)) {
      case 0 -> till.node.next(MOODS.get(random.nextInt(MOODS.size())));
      case 1 -> till.node.deaf(random.nextBoolean());
      case 2 -> till.node.end(random.nextBoolean() ? PayOut.State.SUCCEEDED : PayOut.State.FAILED);
      case 3 -> till.profile = random.nextBoolean() ? Optional::empty : () -> Optional.of(ADDRESS);
      case 4 -> till.addressInvoice = invoices(random.nextInt(4));
      case 5 -> abandoned.addAll(till.claim());
      case 6 -> take(abandoned, random).ifPresent(this::callOnly);
      case 7 -> take(unrecorded, random).ifPresent(found -> told.addAll(till.record(found)));
      case 8 -> till.work.dropOwnLeases();
      case 9 -> till.clock.advance(Duration.ofSeconds(random.nextInt(700)));
      case 10 -> told.addAll(till.offer(till.wallet.invoice(Till.RECEIVED)));
      case 11 -> told.addAll(till.offer(ADDRESS));
      case 12 -> decide(refund);
      default -> told.addAll(till.pay());
    }
  }

  private java.util.function.Supplier<String> invoices(int kind) {
    return switch (kind) {
      case 0 -> () -> till.wallet.invoice(market.caravan.money.Msat.ofSat(501));
      case 1 ->
          () -> {
            throw new TransientException("away", "Away");
          };
      case 2 ->
          () -> {
            throw new PermanentException("no", "No");
          };
      default -> () -> till.wallet.invoice(Till.RECEIVED);
    };
  }

  private static <T> Optional<T> take(List<T> list, Random random) {
    return list.isEmpty()
        ? Optional.empty()
        : Optional.of(list.remove(random.nextInt(list.size())));
  }

  /** A call of a claim that may be over, whose answer comes in later or never. */
  private void callOnly(Refund claimed) {
    try {
      unrecorded.add(till.call(claimed));
    } catch (TransientException e) {
      till.work.later(claimed);
    }
  }

  private void decide(long refund) {
    try {
      told.addAll(till.decide(refund, RefundCommand.Decision.RETRY, null));
    } catch (PermanentException e) {
      return; // it stands where that can't be decided
    }
  }

  /** All is well from now on, and there is time. */
  private void settle(long refund) {
    till.node.deaf(false);
    till.profile = Optional::empty;
    till.addressInvoice = () -> till.wallet.invoice(Till.RECEIVED);
    till.node.moodsOver();
    for (int i = 0; i < 30 && till.state(refund) != RefundState.PAID; i++) {
      till.node.end(i % 2 == 0 ? PayOut.State.FAILED : PayOut.State.SUCCEEDED);
      told.addAll(till.payAfter(Duration.ofMinutes(11)));
      if (till.state(refund) == RefundState.FAILED) {
        decide(refund);
      }
      told.addAll(till.offer(till.wallet.invoice(Till.RECEIVED)));
    }
  }
}
