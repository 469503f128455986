package market.caravan.nostr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import market.caravan.PermanentException;

/** What a client says to a relay (NIP-01, NIP-42). */
public sealed interface ClientMessage {

  /** Publishes an event. */
  record EventMessage(UnreadEvent event) implements ClientMessage {

    public EventMessage(Event event) {
      this(UnreadEvent.of(event));
    }
  }

  /** Opens a subscription, or replaces the one of the same name. */
  record Req(String subscription, List<Filter> filters) implements ClientMessage {

    public Req {
      Frames.requireSubscription(subscription);
      filters = List.copyOf(filters);
    }
  }

  /** A subscription that a relay cannot open; {@code reason} begins with a machine prefix. */
  record UnreadableReq(String subscription, String reason) implements ClientMessage {}

  /** Ends a subscription. */
  record Close(String subscription) implements ClientMessage {}

  /** Answers a relay's challenge with a signed event of kind 22242 (NIP-42). */
  record Auth(UnreadEvent event) implements ClientMessage {

    public Auth(Event event) {
      this(UnreadEvent.of(event));
    }
  }

  /**
   * Reads a frame.
   *
   * @throws PermanentException {@code malformed-message} if it is none of these; {@code
   *     unknown-message} if it is of another type
   */
  static ClientMessage parse(String frame) {
    JsonNode json = Frames.read(frame);
    return switch (Frames.text(json, 0)) {
      case "EVENT" -> new EventMessage(Frames.event(json, 1));
      case "REQ" -> req(json);
      case "CLOSE" -> new Close(Frames.text(json, 1));
      case "AUTH" -> new Auth(Frames.event(json, 1));
      default -> throw Frames.unknown();
    };
  }

  /** The frame, as it goes over the socket. */
  default String write() {
    ArrayNode json = Json.MAPPER.createArrayNode();
    switch (this) {
      case EventMessage message -> json.add("EVENT").add(message.event().json());
      case Req req -> {
        json.add("REQ").add(req.subscription());
        req.filters().forEach(filter -> json.add(FilterJson.toJson(filter)));
      }
      case UnreadableReq req -> throw new IllegalStateException("Nobody sends an unreadable REQ");
      case Close close -> json.add("CLOSE").add(close.subscription());
      case Auth auth -> json.add("AUTH").add(auth.event().json());
    }
    return Json.write(json);
  }

  private static ClientMessage req(JsonNode json) {
    String subscription = Frames.requireSubscription(Frames.text(json, 1));
    if (json.size() < 3) {
      return new UnreadableReq(subscription, "invalid: a REQ has a filter");
    }
    try {
      List<Filter> filters = new ArrayList<>();
      for (int i = 2; i < json.size(); i++) {
        filters.add(FilterJson.of(json.get(i)));
      }
      return new Req(subscription, filters);
    } catch (PermanentException e) {
      boolean unsupported = e.code().equals("unsupported-filter");
      String prefix = unsupported ? "unsupported: " : "invalid: ";
      return new UnreadableReq(subscription, prefix + e.getMessage());
    }
  }
}
