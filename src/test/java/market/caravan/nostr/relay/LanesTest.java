package market.caravan.nostr.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanesTest {

  private static Lanes<Integer> lanes(int maxBuffered, int workers) {
    return new Lanes<>(
        maxBuffered,
        1_000,
        workers,
        () -> new Backoff(Duration.ofMillis(20), Duration.ofMillis(20)));
  }

  private static Lanes.Task task(BooleanSupplier work) {
    return work::getAsBoolean;
  }

  private static boolean awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void keepsTheOrderOfEachKey() throws InterruptedException {
    Lanes<Integer> lanes = lanes(50, 4);
    Map<Integer, List<Integer>> done = new ConcurrentHashMap<>();
    for (int i = 0; i < 5_000; i++) {
      int number = i;
      lanes.submit(
          i % 7,
          task(() -> done.computeIfAbsent(number % 7, key -> new ArrayList<>()).add(number)));
    }

    await().until(() -> lanes.pending() == 0);

    assertThat(done.values()).hasSize(7).allSatisfy(numbers -> assertThat(numbers).isSorted());
    assertThat(done.values().stream().mapToInt(List::size).sum()).isEqualTo(5_000);
  }

  @Test
  void runsNoMoreThanTheWorkersAllow() throws InterruptedException {
    Lanes<Integer> lanes = lanes(50, 3);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    for (int key = 0; key < 10; key++) {
      lanes.submit(
          key,
          task(
              () -> {
                running.incrementAndGet();
                return awaitQuietly(goOn);
              }));
    }

    await().until(() -> running.get() == 3);
    await().during(Duration.ofMillis(100)).until(() -> running.get() == 3);
    goOn.countDown();
    await().until(() -> running.get() == 10);
  }

  @Test
  void holdsWhoeverSubmitsWhenTheBufferIsFull() throws Exception {
    Lanes<Integer> lanes = lanes(5, 1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger submitted = new AtomicInteger();
    Thread submitting =
        Thread.startVirtualThread(
            () ->
                IntStream.range(0, 20)
                    .forEach(
                        i -> {
                          try {
                            lanes.submit(i, task(() -> awaitQuietly(goOn)));
                            submitted.incrementAndGet();
                          } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                          }
                        }));

    await().until(() -> submitted.get() == 5);
    await().during(Duration.ofMillis(100)).until(() -> submitted.get() == 5);
    goOn.countDown();
    submitting.join();

    await().until(() -> lanes.pending() == 0);
  }

  @Test
  void holdsWhoeverSubmitsWhenWhatWaitsIsTooHeavy() throws Exception {
    Lanes<Integer> lanes = lanes(50, 1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger submitted = new AtomicInteger();
    Thread submitting =
        Thread.startVirtualThread(
            () ->
                IntStream.range(0, 20)
                    .forEach(
                        i -> {
                          try {
                            lanes.submit(i, heavy(i == 10 ? 5_000 : 400, goOn));
                            submitted.incrementAndGet();
                          } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                          }
                        }));

    await().until(() -> submitted.get() == 2);
    await().during(Duration.ofMillis(100)).until(() -> submitted.get() == 2);
    goOn.countDown();
    submitting.join();

    await().until(() -> lanes.pending() == 0);
  }

  private static Lanes.Task heavy(int weight, CountDownLatch goOn) {
    return new Lanes.Task() {
      @Override
      public boolean run() {
        return awaitQuietly(goOn);
      }

      @Override
      public int weight() {
        return weight;
      }
    };
  }

  @Test
  void letsOthersWorkWhileATaskWaitsToBeRunAgain() throws InterruptedException {
    Lanes<Integer> lanes = lanes(10, 1);
    List<String> done = new CopyOnWriteArrayList<>();
    CountDownLatch recovered = new CountDownLatch(1);
    lanes.submit(
        1,
        task(
            () -> {
              boolean well = recovered.getCount() == 0;
              return well && done.add("first of 1");
            }));
    lanes.submit(1, task(() -> done.add("second of 1")));
    lanes.submit(2, task(() -> done.add("first of 2")));

    await().until(() -> done.equals(List.of("first of 2")));
    recovered.countDown();

    await()
        .untilAsserted(
            () -> assertThat(done).containsExactly("first of 2", "first of 1", "second of 1"));
  }

  @Test
  void finishesWhatRunsAndDropsTheRestWhenClosed() throws InterruptedException {
    Lanes<Integer> lanes = lanes(10, 1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger finished = new AtomicInteger();
    CountDownLatch running = new CountDownLatch(1);
    lanes.submit(
        1,
        task(
            () -> {
              running.countDown();
              awaitQuietly(goOn);
              return finished.incrementAndGet() > 0;
            }));
    running.await();
    lanes.submit(1, task(() -> finished.incrementAndGet() > 0));
    lanes.submit(2, task(() -> false));

    assertThat(lanes.close(Duration.ofMillis(50))).isFalse();
    goOn.countDown();
    assertThat(lanes.close(Duration.ofSeconds(5))).isTrue();

    await().until(() -> lanes.pending() == 0);
    assertThat(finished).hasValue(1);
  }

  @Test
  void goesOnAfterATaskThatThrows() throws InterruptedException {
    Lanes<Integer> lanes = lanes(10, 1);
    AtomicInteger done = new AtomicInteger();
    lanes.submit(
        1,
        task(
            () -> {
              throw new IllegalStateException("not your day");
            }));
    lanes.submit(1, task(() -> done.incrementAndGet() > 0));

    await().untilAsserted(() -> assertThat(done).hasValue(1));
  }
}
