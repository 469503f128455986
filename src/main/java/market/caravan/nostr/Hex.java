package market.caravan.nostr;

import java.util.HexFormat;
import market.caravan.PermanentException;

/** Lower-case hexadecimal of a fixed length, as NIP-01 writes ids, keys and signatures. */
final class Hex {

  private static final HexFormat FORMAT = HexFormat.of();

  private Hex() {}

  static String of(byte[] bytes) {
    return FORMAT.formatHex(bytes);
  }

  static byte[] bytes(String hex) {
    return FORMAT.parseHex(hex);
  }

  static boolean is(String text, int length) {
    return text.length() == 2 * length && text.chars().allMatch(Hex::isLowerCaseDigit);
  }

  /**
   * Returns {@code hex} itself when it is {@code length} bytes of lower-case hexadecimal.
   *
   * @throws PermanentException if it is anything else
   */
  static String require(String hex, int length, String what) {
    if (!is(hex, length)) {
      throw new PermanentException(
          "malformed-" + what, "A %s is %d lower-case hex digits".formatted(what, 2 * length));
    }
    return hex;
  }

  private static boolean isLowerCaseDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }
}
