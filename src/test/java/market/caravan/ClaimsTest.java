package market.caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClaimsTest {

  private final Queue<List<Integer>> batches =
      new ArrayDeque<>(List.of(List.of(1, 2), List.of(3), List.of(4)));

  private final Claims<Integer> claims =
      new Claims<>(() -> Claims.Batch.of(Objects.requireNonNullElse(batches.poll(), List.of()), 2));

  @Test
  void goesOnFromBatchToBatchUntilOneIsNotFull() {
    assertThat(claims).toIterable().containsExactly(1, 2, 3);
  }

  @Test
  void goesOnUntilThereIsNothingWhereAllBatchesAreFull() {
    batches.clear();
    batches.addAll(List.of(List.of(1, 2), List.of(3, 4)));
    assertThat(claims).toIterable().containsExactly(1, 2, 3, 4);
  }

  @Test
  void claimsNothingMoreOnceThereWereFewerThanAskedFor() {
    claims.forEachRemaining(claimed -> {});
    assertThat(claims.hasNext()).isFalse();
    assertThat(batches).containsExactly(List.of(4));
  }

  @Test
  void goesOnPastABatchOfWhichNothingCouldBeUsed() {
    Queue<Claims.Batch<Integer>> some =
        new ArrayDeque<>(
            List.of(new Claims.Batch<>(List.of(), false), new Claims.Batch<>(List.of(1), true)));
    assertThat(new Claims<>(some::remove)).toIterable().containsExactly(1);
  }

  @Test
  void claimsNothingMoreOnceClaimingFailed() {
    AtomicInteger asked = new AtomicInteger();
    Claims<Integer> failing =
        new Claims<>(
            () -> {
              asked.incrementAndGet();
              throw new IllegalStateException("The database is away");
            });
    assertThatThrownBy(failing::hasNext).hasMessage("The database is away");
    assertThat(failing.hasNext()).isFalse();
    assertThat(asked).hasValue(1);
  }
}
