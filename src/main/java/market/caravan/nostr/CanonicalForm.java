package market.caravan.nostr;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;

/**
 * The JSON array whose SHA-256 is an event's id (NIP-01): no white space, and only the seven
 * escapes that the specification names.
 */
final class CanonicalForm {

  private CanonicalForm() {}

  static byte[] sha256(
      Pubkey pubkey, Instant createdAt, int kind, List<List<String>> tags, String content) {
    StringBuilder json = new StringBuilder(200 + content.length());
    json.append("[0,\"").append(pubkey.hex()).append("\",").append(createdAt.getEpochSecond());
    json.append(',').append(kind).append(',');
    appendTags(json, tags);
    json.append(',');
    appendString(json, content);
    json.append(']');
    return sha256(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void appendTags(StringBuilder json, List<List<String>> tags) {
    json.append('[');
    for (int i = 0; i < tags.size(); i++) {
      json.append(i == 0 ? "[" : ",[");
      List<String> tag = tags.get(i);
      for (int j = 0; j < tag.size(); j++) {
        if (j > 0) {
          json.append(',');
        }
        appendString(json, tag.get(j));
      }
      json.append(']');
    }
    json.append(']');
  }

  private static void appendString(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> json.append("\\n");
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        case '\b' -> json.append("\\b");
        case '\f' -> json.append("\\f");
        default -> json.append(c);
      }
    }
    json.append('"');
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
