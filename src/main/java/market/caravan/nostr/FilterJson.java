package market.caravan.nostr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import market.caravan.PermanentException;
import org.jspecify.annotations.Nullable;

/** Filters as JSON objects (NIP-01). */
public final class FilterJson {

  static final String MALFORMED = "malformed-filter";

  private FilterJson() {}

  /**
   * Reads a filter.
   *
   * @throws PermanentException {@code malformed-filter}; {@code unsupported-filter} where it has a
   *     condition that we don't know, for without it the filter would match too much
   */
  public static Filter of(JsonNode json) {
    if (!json.isObject()) {
      throw new PermanentException(MALFORMED, "A filter is an object");
    }
    Filter filter = Filter.any();
    for (Map.Entry<String, JsonNode> condition : json.properties()) {
      filter = narrow(filter, condition.getKey(), condition.getValue());
    }
    return filter;
  }

  public static String write(Filter filter) {
    return Json.write(toJson(filter));
  }

  static ObjectNode toJson(Filter filter) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    put(json, "ids", filter.ids(), EventId::hex);
    put(json, "authors", filter.authors(), Pubkey::hex);
    Set<Integer> kinds = filter.kinds();
    if (kinds != null) {
      kinds.forEach(json.putArray("kinds")::add);
    }
    filter.tags().forEach((name, values) -> put(json, "#" + name, values, Function.identity()));
    put(json, "since", filter.since());
    put(json, "until", filter.until());
    Integer limit = filter.limit();
    if (limit != null) {
      json.put("limit", limit);
    }
    return json;
  }

  private static Filter narrow(Filter filter, String key, JsonNode value) {
    return switch (key) {
      case "ids" -> filter.ids(texts(value, EventId::new));
      case "authors" -> filter.authors(texts(value, Pubkey::new));
      case "kinds" -> filter.kinds(kinds(value));
      case "since" -> filter.since(time(value));
      case "until" -> filter.until(time(value));
      case "limit" -> filter.limit((int) Math.min(integer(value), Integer.MAX_VALUE));
      default -> {
        if (key.length() < 2 || key.charAt(0) != '#' || !Utf8.canHold(key)) {
          throw new PermanentException("unsupported-filter", "The filter has unknown elements");
        }
        yield filter.tag(key.substring(1), texts(value, Function.identity()));
      }
    };
  }

  private static <T> Set<T> texts(JsonNode json, Function<String, T> reader) {
    Set<T> texts = new LinkedHashSet<>();
    for (JsonNode value : array(json)) {
      String text = Json.text(value, MALFORMED);
      try {
        texts.add(reader.apply(text));
      } catch (PermanentException e) {
        throw new PermanentException(MALFORMED, String.valueOf(e.getMessage()), e);
      }
    }
    return texts;
  }

  private static Integer[] kinds(JsonNode json) {
    JsonNode values = array(json);
    Integer[] kinds = new Integer[values.size()];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = (int) Math.min(integer(values.get(i)), Integer.MAX_VALUE);
    }
    return kinds;
  }

  private static Instant time(JsonNode json) {
    return Instant.ofEpochSecond(Math.min(integer(json), Event.MAX_CREATED_AT));
  }

  private static JsonNode array(JsonNode json) {
    if (!json.isArray()) {
      throw new PermanentException(MALFORMED, "A filter's conditions are arrays or integers");
    }
    return json;
  }

  private static long integer(JsonNode json) {
    if (!json.isIntegralNumber() || !json.canConvertToLong()) {
      throw new PermanentException(MALFORMED, "A filter's kinds, times and limit are integers");
    }
    return Math.max(0, json.longValue());
  }

  private static <T> void put(
      ObjectNode json, String key, @Nullable Collection<T> values, Function<T, String> writer) {
    if (values != null) {
      values.stream().map(writer).forEach(json.putArray(key)::add);
    }
  }

  private static void put(ObjectNode json, String key, @Nullable Instant time) {
    if (time != null) {
      json.put(key, time.getEpochSecond());
    }
  }
}
