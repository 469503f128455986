package market.caravan.nostr;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import market.caravan.Hex;
import market.caravan.PermanentException;

/**
 * An event as it stands in a frame, parsed as JSON but not yet looked at: what is known by its id
 * already need not be read any further.
 */
public record UnreadEvent(JsonNode json) {

  public static UnreadEvent of(Event event) {
    return new UnreadEvent(EventJson.toJson(event));
  }

  /** The id that the event claims, unchecked; empty where it claims none. */
  public Optional<EventId> claimedId() {
    String id = json.path("id").asText();
    return Hex.is(id, 32) ? Optional.of(new EventId(id)) : Optional.empty();
  }

  /**
   * Reads the event; its id and signature are not checked by this.
   *
   * @throws PermanentException {@code malformed-event}
   */
  public Event read() {
    return EventJson.of(json);
  }

  /** Only the id: what people write to each other belongs into no log. */
  @Override
  public String toString() {
    return "UnreadEvent[" + claimedId().map(EventId::hex).orElse("") + "]";
  }
}
