package market.caravan.nostr;

import java.util.HexFormat;
import java.util.regex.Pattern;
import market.caravan.PermanentException;

/** Lower-case hexadecimal of a fixed length, as NIP-01 writes ids, keys and signatures. */
final class Hex {

  private static final HexFormat FORMAT = HexFormat.of();
  private static final Pattern LOWER_CASE = Pattern.compile("[0-9a-f]*");

  private Hex() {}

  static String of(byte[] bytes) {
    return FORMAT.formatHex(bytes);
  }

  static byte[] bytes(String hex) {
    return FORMAT.parseHex(hex);
  }

  /**
   * Returns {@code hex} itself when it is {@code length} bytes of lower-case hexadecimal.
   *
   * @throws PermanentException if it is anything else
   */
  static String require(String hex, int length, String what) {
    if (hex.length() != 2 * length || !LOWER_CASE.matcher(hex).matches()) {
      throw new PermanentException(
          "malformed-" + what, "A %s is %d lower-case hex digits".formatted(what, 2 * length));
    }
    return hex;
  }
}
