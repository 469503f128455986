package market.caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class GatheringTest {

  private final ConcurrentLinkedQueue<List<Integer>> lots = new ConcurrentLinkedQueue<>();
  private final CountDownLatch open = new CountDownLatch(1);

  @Test
  void servesAtOnceWhoComesAlone() {
    Gathering<Integer, Integer> doubling = new Gathering<>(10, this::doubled, e -> false);
    assertThat(doubling.ask(4)).isEqualTo(8);
    assertThat(doubling.ask(5)).isEqualTo(10);
    assertThat(lots).containsExactly(List.of(4), List.of(5));
  }

  @Test
  void gathersWhatComesWhileLotsAreUnderWayUpToTheMost() throws Exception {
    Gathering<Integer, Integer> doubling = new Gathering<>(10, this::doubledOnceOpen, e -> false);
    try (var askers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> first = askers.submit(() -> doubling.ask(100));
      Awaitility.await().until(() -> lots.size() == 1);
      List<Future<Integer>> others = new ArrayList<>();
      for (int i = 0; i < 25; i++) {
        int item = i;
        others.add(askers.submit(() -> doubling.ask(item)));
      }
      Awaitility.await().until(() -> doubling.waiting() == 20 && lots.size() == 2);
      assertThat(lots)
          .as("a second one once half of the most are there, and no third")
          .extracting(List::size)
          .containsExactly(1, 5);
      open.countDown();
      assertThat(first.get()).isEqualTo(200);
      for (int i = 0; i < 25; i++) {
        assertThat(others.get(i).get()).isEqualTo(2 * i);
      }
    }
    assertThat(lots).extracting(List::size).containsExactlyInAnyOrder(1, 5, 10, 10);
  }

  @Test
  void servesOneByOneAfterAFailureThatIsAboutOne() throws Exception {
    Gathering<Integer, Integer> doubling =
        new Gathering<>(10, this::doubledButSeven, e -> e instanceof TransientException);
    try (var askers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> first = askers.submit(() -> doubling.ask(100));
      Awaitility.await().until(() -> lots.size() == 1);
      Future<Integer> faulty = askers.submit(() -> doubling.ask(7));
      Future<Integer> fine = askers.submit(() -> doubling.ask(8));
      Awaitility.await().until(() -> doubling.waiting() == 2);
      open.countDown();
      assertThat(first.get()).isEqualTo(200);
      assertThat(fine.get()).isEqualTo(16);
      assertThatThrownBy(faulty::get).hasCauseInstanceOf(PermanentException.class);
    }
    assertThat(lots).extracting(List::size).containsExactly(1, 2, 1, 1);
  }

  @Test
  void failsAllAtOnceWhereTheFailureIsAboutAll() throws Exception {
    Gathering<Integer, Integer> doubling =
        new Gathering<>(10, this::doubledButSeven, e -> e instanceof PermanentException);
    try (var askers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> first = askers.submit(() -> doubling.ask(100));
      Awaitility.await().until(() -> lots.size() == 1);
      Future<Integer> faulty = askers.submit(() -> doubling.ask(7));
      Future<Integer> other = askers.submit(() -> doubling.ask(8));
      Awaitility.await().until(() -> doubling.waiting() == 2);
      open.countDown();
      assertThat(first.get()).isEqualTo(200);
      assertThatThrownBy(faulty::get).hasCauseInstanceOf(PermanentException.class);
      assertThatThrownBy(other::get).hasCauseInstanceOf(PermanentException.class);
    }
    assertThat(lots).hasSize(2);
  }

  @Test
  void losesNobodyAmongThousandsWhoComeAndGo() throws Exception {
    Gathering<Integer, Integer> doubling = new Gathering<>(7, this::doubled, e -> false);
    try (var askers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers =
          IntStream.range(0, 20_000).mapToObj(i -> askers.submit(() -> doubling.ask(i))).toList();
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).isEqualTo(2 * i);
      }
    }
    assertThat(lots.stream().flatMap(List::stream)).hasSize(20_000).doesNotHaveDuplicates();
  }

  private List<Integer> doubled(List<Integer> items) {
    lots.add(items);
    return items.stream().map(item -> 2 * item).toList();
  }

  private List<Integer> doubledOnceOpen(List<Integer> items) {
    List<Integer> doubled = doubled(items);
    try {
      open.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return doubled;
  }

  private List<Integer> doubledButSeven(List<Integer> items) {
    List<Integer> doubled = doubledOnceOpen(items);
    if (items.contains(7)) {
      throw new PermanentException("seven", "Seven is not served");
    }
    return doubled;
  }
}
