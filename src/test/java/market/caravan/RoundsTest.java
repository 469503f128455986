package market.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {

  @Test
  void hasEachKeyOnceARoundInTheOrderOfItsItems() {
    assertThat(Rounds.of(List.of("a1", "b1", "a2", "c1", "a3", "c2"), item -> item.charAt(0)))
        .containsExactly(List.of("a1", "b1", "c1"), List.of("a2", "c2"), List.of("a3"));
  }

  @Test
  void hasNoRoundForNothing() {
    assertThat(Rounds.of(List.<String>of(), item -> item)).isEmpty();
  }
}
