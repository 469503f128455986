package market.caravan.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import market.caravan.CaravanProcess;
import market.caravan.crash.Deal.End;

/** Customers and their merchant, with every kind of work in flight at once. */
final class Crowd implements AutoCloseable {

  /** Under way already, with the last step to be taken. */
  private static final List<End> BEGUN =
      List.of(End.PAID, End.SHIPPED, End.EXPIRED, End.REISSUED, End.WITHDRAWN, End.REFUNDED);

  /** From the beginning to the end. */
  private static final List<End> NEW =
      List.of(
          End.PAID,
          End.SHIPPED,
          End.EXPIRED,
          End.REFUSED,
          End.AWAITING_PAYMENT,
          End.REISSUED,
          End.WITHDRAWN,
          End.REFUNDED);

  private static final Duration PATIENCE = Duration.ofMinutes(20);

  private final CaravanProcess caravan;
  private final ExecutorService people = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> deals = new ArrayList<>();
  private int made;

  Crowd(CaravanProcess caravan) {
    this.caravan = caravan;
  }

  /** Brings some orders to their last step, which they take once the latch is open. */
  void begin(CountDownLatch go) {
    CountDownLatch begun = new CountDownLatch(BEGUN.size());
    for (End end : BEGUN) {
      deal(end, deal -> deal.beginAndFinishAfter(begun, go));
    }
    await(begun);
  }

  /** Begins some orders that go on to their end. */
  void come() {
    for (End end : NEW) {
      deal(end, Deal::beginAndFinish);
    }
  }

  private void deal(End end, Consumer<Deal> course) {
    Deal deal = new Deal(caravan, end);
    deals.add(people.submit(() -> course.accept(deal)));
    made++;
  }

  /** Waits until all orders have ended as they were meant to. */
  void awaitAll() {
    for (Future<?> deal : deals) {
      try {
        deal.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      } catch (ExecutionException | InterruptedException | TimeoutException e) {
        throw new AssertionError("An order did not end as it should", e);
      }
    }
    deals.clear();
  }

  /** Lets those be who did not end as they should: somebody else tells of that. */
  void forget() {
    deals.clear();
  }

  /** Orders so far. */
  int made() {
    return made;
  }

  static void await(CountDownLatch latch) {
    try {
      if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("Orders did not come as far as they should");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    people.shutdownNow();
  }
}
