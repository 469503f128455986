package market.caravan.embedded.relay;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import market.caravan.nostr.Event;

/** What stands in the database for text of any length and any character. */
final class Hashes {

  private Hashes() {}

  static String ofAddress(String address) {
    return HexFormat.of().formatHex(sha256(address));
  }

  static long ofTag(String name, String value) {
    return ByteBuffer.wrap(sha256(name + ":" + value)).getLong();
  }

  /** Of every tag by which an event can be found, each once. */
  static List<Long> ofTags(Event event) {
    return event.tags().stream()
        .filter(tag -> tag.size() > 1 && isIndexed(tag.getFirst()))
        .map(tag -> ofTag(tag.getFirst(), tag.get(1)))
        .distinct()
        .toList();
  }

  /** Relays find events by tags of a single letter (NIP-01). */
  static boolean isIndexed(String name) {
    return name.length() == 1
        && ((name.charAt(0) >= 'a' && name.charAt(0) <= 'z')
            || (name.charAt(0) >= 'A' && name.charAt(0) <= 'Z'));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
