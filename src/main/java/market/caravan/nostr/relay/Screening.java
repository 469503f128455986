package market.caravan.nostr.relay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Consumer;
import market.caravan.PermanentException;
import market.caravan.nostr.Event;
import market.caravan.nostr.UnreadEvent;

/** Drops, before anything that costs, what cannot be a message of a feed. */
record Screening(
    Feed feed, int maxContentChars, int maxFrameChars, Consumer<IntakeOutcome> counter) {

  /**
   * The event, its id and signature still unchecked; empty where it was dropped and counted.
   *
   * @param frameChars the length of the message that it came in
   */
  Optional<Event> admit(UnreadEvent unread, int frameChars) {
    JsonNode content = unread.json().path("content");
    if (frameChars > maxFrameChars || content.asText().length() > maxContentChars) {
      return dropped(IntakeOutcome.OVERSIZED);
    }
    try {
      Event event = unread.read();
      return feed.contains(event) ? Optional.of(event) : dropped(IntakeOutcome.UNASKED);
    } catch (PermanentException e) {
      return dropped(IntakeOutcome.MALFORMED);
    }
  }

  private Optional<Event> dropped(IntakeOutcome why) {
    counter.accept(why);
    return Optional.empty();
  }
}
