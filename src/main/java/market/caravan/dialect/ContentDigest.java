package market.caravan.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/** A digest of JSON that does not depend on the order of its fields or on white space. */
final class ContentDigest {

  private ContentDigest() {}

  static String sha256(JsonNode json) {
    StringBuilder canonical = new StringBuilder();
    append(canonical, json);
    try {
      byte[] bytes = canonical.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static void append(StringBuilder canonical, JsonNode json) {
    if (json.isObject()) {
      TreeMap<String, JsonNode> fields = new TreeMap<>();
      json.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
      canonical.append('{');
      fields.forEach(
          (name, value) -> {
            canonical.append(name.length()).append(':').append(name);
            append(canonical, value);
          });
      canonical.append('}');
    } else if (json.isArray()) {
      canonical.append('[');
      json.forEach(element -> append(canonical, element));
      canonical.append(']');
    } else {
      String text = json.toString();
      canonical.append(text.length()).append(':').append(text);
    }
  }
}
