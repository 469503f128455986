package market.caravan.mailbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/** An event's tags as the outbox keeps them. */
final class Tags {

  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<List<List<String>>> TAGS = new TypeReference<>() {};

  private Tags() {}

  static String toJson(List<List<String>> tags) {
    try {
      return JSON.writeValueAsString(tags);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Tags are lists of text", e);
    }
  }

  static List<List<String>> fromJson(String json) {
    try {
      return JSON.readValue(json, TAGS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The outbox wrote these tags itself", e);
    }
  }
}
