package market.caravan.nostr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import market.caravan.PermanentException;

/** What a relay says to a client (NIP-01, NIP-42); its remarks are one short line when parsed. */
public sealed interface RelayMessage {

  /** An event that a subscription asked for. */
  record EventMessage(String subscription, UnreadEvent event) implements RelayMessage {}

  /** Whether the relay has taken an event; {@code message} is empty or begins with a prefix. */
  record Ok(EventId id, boolean accepted, String message) implements RelayMessage {

    /** The machine-readable word before the colon, such as {@code duplicate}; "" if none. */
    public String prefix() {
      int colon = message.indexOf(':');
      return colon < 0 ? "" : message.substring(0, colon);
    }
  }

  /** All stored events have been sent; those that follow are new. */
  record Eose(String subscription) implements RelayMessage {}

  /** The relay has ended, or not opened, a subscription; {@code message} says why. */
  record Closed(String subscription, String message) implements RelayMessage {}

  /** A remark for a human. */
  record Notice(String message) implements RelayMessage {}

  /** Wants to know who the client is (NIP-42). */
  record Auth(String challenge) implements RelayMessage {}

  /**
   * Reads a frame, its JSON once; the event of an {@link EventMessage} is not read any further.
   *
   * @throws PermanentException {@code malformed-message} if it is none of these; {@code
   *     unknown-message} if it is of another type
   */
  static RelayMessage parse(String frame) {
    JsonNode json = Frames.read(frame);
    return switch (Frames.text(json, 0)) {
      case "EVENT" -> new EventMessage(Frames.text(json, 1), Frames.event(json, 2));
      case "OK" -> new Ok(Frames.eventId(json, 1), Frames.flag(json, 2), Frames.remark(json, 3));
      case "EOSE" -> new Eose(Frames.text(json, 1));
      case "CLOSED" -> new Closed(Frames.text(json, 1), Frames.remark(json, 2));
      case "NOTICE" -> new Notice(Remark.clean(Frames.text(json, 1)));
      case "AUTH" -> new Auth(Frames.text(json, 1));
      default -> throw Frames.unknown();
    };
  }

  /** The frame, as it goes over the socket. */
  default String write() {
    ArrayNode json = Json.MAPPER.createArrayNode();
    switch (this) {
      case EventMessage message ->
          json.add("EVENT").add(message.subscription()).add(message.event().json());
      case Ok ok -> json.add("OK").add(ok.id().hex()).add(ok.accepted()).add(ok.message());
      case Eose eose -> json.add("EOSE").add(eose.subscription());
      case Closed closed -> json.add("CLOSED").add(closed.subscription()).add(closed.message());
      case Notice notice -> json.add("NOTICE").add(notice.message());
      case Auth auth -> json.add("AUTH").add(auth.challenge());
    }
    return Json.write(json);
  }
}
