package market.caravan.nostr.relay;

import static market.caravan.nostr.relay.Messages.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.KeyPair;
import org.junit.jupiter.api.Test;

class WeightTest {

  private static Event event(List<List<String>> tags, String content) {
    return KeyPair.generate().sign(new EventTemplate(4, NOON, tags, content));
  }

  @Test
  void countsTheText() {
    assertThat(Weight.of(event(List.of(), "x".repeat(100_000)))).isGreaterThan(100_000);
  }

  @Test
  void countsManyShortElementsAsMuchMoreThanTheirText() {
    assertThat(Weight.of(event(List.of(Collections.nCopies(3_000, "t")), "")))
        .isGreaterThan(150_000);
  }
}
