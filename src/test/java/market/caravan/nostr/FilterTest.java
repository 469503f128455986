package market.caravan.nostr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FilterTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  private static final KeyPair ALICE = KeyPair.generate();
  private static final Event EVENT =
      ALICE.sign(
          new EventTemplate(4, NOW, List.of(List.of("p", "bob", "carol"), List.of("t")), "hello"));

  @Test
  void anyMatchesEverything() {
    assertThat(Filter.any().matches(EVENT)).isTrue();
    assertThat(Filter.any().limit(0).matches(EVENT)).isTrue();
  }

  @Test
  void includesBothEndsOfItsTime() {
    assertThat(Filter.any().since(NOW).until(NOW).matches(EVENT)).isTrue();
    assertThat(Filter.any().since(NOW.plusSeconds(1)).matches(EVENT)).isFalse();
    assertThat(Filter.any().until(NOW.minusSeconds(1)).matches(EVENT)).isFalse();
  }

  @Test
  void wantsEveryConditionAndOfEachOneValue() {
    Filter filter = Filter.any().authors(Set.of(ALICE.pubkey())).kinds(4, 1059);

    assertThat(filter.matches(EVENT)).isTrue();
    assertThat(filter.kinds(1059).matches(EVENT)).isFalse();
    assertThat(filter.authors(Set.of(KeyPair.generate().pubkey())).matches(EVENT)).isFalse();
    assertThat(filter.ids(Set.of(EVENT.id())).matches(EVENT)).isTrue();
    assertThat(filter.ids(Set.of()).matches(EVENT)).isFalse();
  }

  @Test
  void looksAtTheFirstValueOfATagOnly() {
    assertThat(Filter.any().tag("p", Set.of("x", "bob")).matches(EVENT)).isTrue();
    assertThat(Filter.any().tag("p", Set.of("carol")).matches(EVENT)).isFalse();
    assertThat(Filter.any().tag("t", Set.of("")).matches(EVENT)).isFalse();
    assertThat(Filter.any().tag("p", Set.of("bob")).tag("e", Set.of("x")).matches(EVENT)).isFalse();
  }
}
