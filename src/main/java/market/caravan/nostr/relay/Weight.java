package market.caravan.nostr.relay;

import java.util.List;
import market.caravan.nostr.Event;

/** About how many bytes an event takes in memory: many short tags take more than a long text. */
final class Weight {

  private static final int EVENT = 1_000;
  private static final int OBJECT = 64;
  private static final int CHARACTER = 2;

  private Weight() {}

  static int of(Event event) {
    int bytes = EVENT + CHARACTER * event.content().length();
    for (List<String> tag : event.tags()) {
      bytes += OBJECT;
      for (String element : tag) {
        bytes += OBJECT + CHARACTER * element.length();
      }
    }
    return bytes;
  }
}
