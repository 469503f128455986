package market.caravan.nostr;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import market.caravan.Hex;
import org.jspecify.annotations.Nullable;

/**
 * The JSON array whose SHA-256 is an event's id (NIP-01): no white space, and only the seven
 * escapes that the specification names.
 */
record CanonicalForm(String json) {

  static CanonicalForm of(
      Pubkey pubkey, Instant createdAt, int kind, List<List<String>> tags, String content) {
    StringBuilder json = new StringBuilder(200 + content.length());
    json.append("[0,\"").append(pubkey.hex()).append("\",").append(createdAt.getEpochSecond());
    json.append(',').append(kind).append(',');
    appendTags(json, tags);
    json.append(',');
    appendString(json, content);
    return new CanonicalForm(json.append(']').toString());
  }

  /** The id that we give: NIP-01 to the letter. */
  byte[] sha256() {
    return sha256(json);
  }

  /**
   * Whether an event of that id says this. NIP-01 leaves control characters without an escape of
   * their own as they are; most clients write them as their JSON library does. Both mean the same.
   */
  boolean hasId(EventId id) {
    if (id.equals(EventId.of(sha256()))) {
      return true;
    }
    String escaped = escapeControls(json);
    return !escaped.equals(json) && id.equals(EventId.of(sha256(escaped)));
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
    int plain = 0;
    for (int i = 0; i < text.length(); i++) {
      String escaped = escaped(text.charAt(i));
      if (escaped != null) {
        json.append(text, plain, i).append(escaped);
        plain = i + 1;
      }
    }
    json.append(text, plain, text.length()).append('"');
  }

  /** Null where the character stays as it is. */
  private static @Nullable String escaped(char c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      default -> null;
    };
  }

  private static String escapeControls(String json) {
    StringBuilder escaped = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c < ' ') {
        escaped.append("\\u00").append(Hex.of(new byte[] {(byte) c}));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
