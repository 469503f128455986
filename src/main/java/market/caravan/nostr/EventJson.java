package market.caravan.nostr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import market.caravan.PermanentException;

/** Events as JSON objects (NIP-01), read strictly: a stranger wrote them. */
public final class EventJson {

  static final String MALFORMED = "malformed-event";

  private EventJson() {}

  /**
   * Reads an event; fields that NIP-01 doesn't name are ignored.
   *
   * @throws PermanentException {@code malformed-event}
   */
  public static Event parse(String json) {
    return of(Json.read(json, MALFORMED));
  }

  /**
   * Reads an event; fields that NIP-01 doesn't name are ignored.
   *
   * @throws PermanentException {@code malformed-event}
   */
  public static Event of(JsonNode json) {
    try {
      return new Event(
          new EventId(text(json, "id")),
          new Pubkey(text(json, "pubkey")),
          Instant.ofEpochSecond(integer(json, "created_at", Event.MAX_CREATED_AT)),
          (int) integer(json, "kind", Event.MAX_KIND),
          tags(json.path("tags")),
          text(json, "content"),
          text(json, "sig"));
    } catch (PermanentException e) {
      throw new PermanentException(MALFORMED, String.valueOf(e.getMessage()), e);
    }
  }

  public static String write(Event event) {
    return Json.write(toJson(event));
  }

  static ObjectNode toJson(Event event) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("id", event.id().hex());
    json.put("pubkey", event.pubkey().hex());
    json.put("created_at", event.createdAt().getEpochSecond());
    json.put("kind", event.kind());
    ArrayNode tags = json.putArray("tags");
    for (List<String> tag : event.tags()) {
      ArrayNode elements = tags.addArray();
      tag.forEach(elements::add);
    }
    json.put("content", event.content());
    json.put("sig", event.signature());
    return json;
  }

  private static String text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isTextual()) {
      throw new PermanentException(MALFORMED, "An event's " + field + " is a string");
    }
    return value.textValue();
  }

  private static long integer(JsonNode json, String field, long max) {
    JsonNode value = json.path(field);
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < 0
        || value.longValue() > max) {
      throw new PermanentException(
          MALFORMED, "An event's %s is an integer from 0 to %d".formatted(field, max));
    }
    return value.longValue();
  }

  private static List<List<String>> tags(JsonNode json) {
    if (!json.isArray()) {
      throw new PermanentException(MALFORMED, "An event's tags are an array");
    }
    requireFewElements(json);
    List<List<String>> tags = new ArrayList<>(json.size());
    for (JsonNode tag : json) {
      tags.add(tag(tag));
    }
    return tags;
  }

  /** Before anything is made of them. */
  private static void requireFewElements(JsonNode tags) {
    long elements = tags.size();
    for (JsonNode tag : tags) {
      elements += tag.size();
    }
    if (elements > Event.MAX_TAG_ELEMENTS) {
      throw new PermanentException(
          MALFORMED, "An event's tags have at most %d elements".formatted(Event.MAX_TAG_ELEMENTS));
    }
  }

  private static List<String> tag(JsonNode json) {
    if (!json.isArray()) {
      throw new PermanentException(MALFORMED, "A tag is an array");
    }
    List<String> tag = new ArrayList<>(json.size());
    for (JsonNode element : json) {
      if (!element.isTextual()) {
        throw new PermanentException(MALFORMED, "A tag's elements are strings");
      }
      tag.add(element.textValue());
    }
    return tag;
  }
}
