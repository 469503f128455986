package market.caravan;

import java.util.HexFormat;

/**
 * Lower-case hexadecimal of a fixed length, as Nostr and Lightning write ids, keys and signatures.
 */
public final class Hex {

  private static final HexFormat FORMAT = HexFormat.of();

  private Hex() {}

  public static String of(byte[] bytes) {
    return FORMAT.formatHex(bytes);
  }

  public static byte[] bytes(String hex) {
    return FORMAT.parseHex(hex);
  }

  /** Whether the text is {@code length} bytes; asked so often that a stream would be felt. */
  public static boolean is(String text, int length) {
    if (text.length() != 2 * length) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isLowerCaseDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns {@code hex} itself when it is {@code length} bytes of lower-case hexadecimal.
   *
   * @throws PermanentException if it is anything else
   */
  public static String require(String hex, int length, String what) {
    if (!is(hex, length)) {
      throw new PermanentException(
          "malformed-" + what, "A %s is %d lower-case hex digits".formatted(what, 2 * length));
    }
    return hex;
  }

  private static boolean isLowerCaseDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }
}
