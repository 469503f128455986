package market.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class ClaimsTest {

  private final Queue<List<Integer>> batches =
      new ArrayDeque<>(List.of(List.of(1, 2), List.of(3), List.of(), List.of(4)));

  private final Claims<Integer> claims =
      new Claims<>(() -> Objects.requireNonNullElse(batches.poll(), List.of()));

  @Test
  void goesOnFromBatchToBatchUntilThereIsNone() {
    assertThat(claims).toIterable().containsExactly(1, 2, 3);
  }

  @Test
  void claimsNothingMoreOnceThereWasNone() {
    claims.forEachRemaining(claimed -> {});
    assertThat(claims.hasNext()).isFalse();
    assertThat(batches).containsExactly(List.of(4));
  }
}
