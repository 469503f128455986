package market.caravan.nostr;

import com.fasterxml.jackson.databind.JsonNode;
import market.caravan.Hex;
import market.caravan.PermanentException;

/** The elements of the JSON arrays that clients and relays exchange. */
final class Frames {

  private static final String MALFORMED = "malformed-message";
  private static final int MAX_SUBSCRIPTION_LENGTH = 64;

  private Frames() {}

  static JsonNode read(String frame) {
    JsonNode json = Json.read(frame, MALFORMED);
    if (!json.isArray()) {
      throw new PermanentException(MALFORMED, "A message is an array");
    }
    return json;
  }

  static String text(JsonNode json, int index) {
    return Json.text(json.path(index), MALFORMED);
  }

  /** A text for people, which some relays leave out; empty then. */
  static String remark(JsonNode json, int index) {
    return json.hasNonNull(index) ? Remark.clean(text(json, index)) : "";
  }

  static boolean flag(JsonNode json, int index) {
    JsonNode flag = json.path(index);
    if (!flag.isBoolean()) {
      throw new PermanentException(MALFORMED, "A boolean is missing");
    }
    return flag.booleanValue();
  }

  static EventId eventId(JsonNode json, int index) {
    String id = text(json, index);
    if (!Hex.is(id, 32)) {
      throw new PermanentException(MALFORMED, "An event id is missing");
    }
    return new EventId(id);
  }

  static UnreadEvent event(JsonNode json, int index) {
    JsonNode event = json.path(index);
    if (!event.isObject()) {
      throw new PermanentException(MALFORMED, "An event is missing");
    }
    return new UnreadEvent(event);
  }

  static String requireSubscription(String subscription) {
    if (subscription.isEmpty() || subscription.length() > MAX_SUBSCRIPTION_LENGTH) {
      throw new PermanentException(MALFORMED, "A subscription id has 1 to 64 characters");
    }
    return subscription;
  }

  static PermanentException unknown() {
    return new PermanentException("unknown-message", "A message of a type that we don't know");
  }
}
