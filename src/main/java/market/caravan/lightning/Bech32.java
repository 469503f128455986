package market.caravan.lightning;

import java.util.Arrays;
import java.util.Locale;

/**
 * A string of BIP-173, without its limit of 90 characters, as BOLT 11 asks.
 *
 * <p>Its data are <em>words</em>: values of 5 bits, one in each byte.
 */
final class Bech32 {

  /** What a QR code can hold at the most; also bounds the work that a stranger's text makes. */
  private static final int MAX_LENGTH = 7_089;

  private static final String CHARACTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final int[] GENERATOR = {
    0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
  };
  private static final int CHECKSUM_WORDS = 6;

  private final String humanReadablePart;
  private final byte[] words;

  Bech32(String humanReadablePart, byte[] words) {
    this.humanReadablePart = humanReadablePart;
    this.words = words;
  }

  String humanReadablePart() {
    return humanReadablePart;
  }

  byte[] words() {
    return words;
  }

  /** Refuses anything that is no such string: too long, mixed case, wrong checksum. */
  static Bech32 decode(String text) {
    if (text.length() > MAX_LENGTH) {
      throw Malformed.because("it is longer than " + MAX_LENGTH + " characters");
    }
    String lower = text.toLowerCase(Locale.ROOT);
    if (!text.equals(lower) && !text.equals(text.toUpperCase(Locale.ROOT))) {
      throw Malformed.because("it mixes upper and lower case");
    }
    int separator = lower.lastIndexOf('1');
    if (separator < 1 || separator + CHECKSUM_WORDS >= lower.length()) {
      throw Malformed.because("it is incomplete");
    }
    String humanReadablePart = requirePrintable(lower.substring(0, separator));
    byte[] words = wordsOf(lower.substring(separator + 1));
    if (checksum(humanReadablePart, words) != 1) {
      throw Malformed.because("its checksum is wrong, copy it again");
    }
    return new Bech32(humanReadablePart, Arrays.copyOf(words, words.length - CHECKSUM_WORDS));
  }

  String encode() {
    byte[] extended = Arrays.copyOf(words, words.length + CHECKSUM_WORDS);
    int checksum = checksum(humanReadablePart, extended) ^ 1;
    for (int i = 0; i < CHECKSUM_WORDS; i++) {
      int shift = 5 * (CHECKSUM_WORDS - 1 - i);
      extended[words.length + i] = (byte) ((checksum >>> shift) & 31);
    }
    var text = new StringBuilder(humanReadablePart).append('1');
    for (byte word : extended) {
      text.append(CHARACTERS.charAt(word));
    }
    return text.toString();
  }

  private static String requirePrintable(String text) {
    if (!text.chars().allMatch(character -> character >= 33 && character <= 126)) {
      throw Malformed.because("it has characters that no invoice has");
    }
    return text;
  }

  private static byte[] wordsOf(String characters) {
    byte[] words = new byte[characters.length()];
    for (int i = 0; i < words.length; i++) {
      int word = CHARACTERS.indexOf(characters.charAt(i));
      if (word < 0) {
        throw Malformed.because("it has characters that no invoice has");
      }
      words[i] = (byte) word;
    }
    return words;
  }

  private static int checksum(String humanReadablePart, byte[] words) {
    int checksum = 1;
    for (int i = 0; i < humanReadablePart.length(); i++) {
      checksum = step(checksum, humanReadablePart.charAt(i) >>> 5);
    }
    checksum = step(checksum, 0);
    for (int i = 0; i < humanReadablePart.length(); i++) {
      checksum = step(checksum, humanReadablePart.charAt(i) & 31);
    }
    for (byte word : words) {
      checksum = step(checksum, word);
    }
    return checksum;
  }

  private static int step(int checksum, int word) {
    int top = checksum >>> 25;
    int next = ((checksum & 0x1ffffff) << 5) ^ word;
    for (int i = 0; i < GENERATOR.length; i++) {
      if (((top >>> i) & 1) == 1) {
        next ^= GENERATOR[i];
      }
    }
    return next;
  }
}
