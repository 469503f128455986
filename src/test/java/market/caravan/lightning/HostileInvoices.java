package market.caravan.lightning;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;

/** Texts that strangers may send as an invoice, made of the bytes of a fuzz target. */
public final class HostileInvoices {

  static final NodeKey AUTHOR = NodeKey.of(key());

  private static final String CHARACTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final int SIGNATURE = 104;
  private static final int CHECKSUM = 6;

  private HostileInvoices() {}

  /** The bytes as text, with the right checksum, and with the signature of an author. */
  public static List<String> of(byte[] input) {
    String text = new String(input, US_ASCII);
    int separator = Math.max(0, text.lastIndexOf('1'));
    String prefix = text.substring(0, separator);
    byte[] words = words(text.substring(Math.min(text.length(), separator + 1)));
    byte[] fields = Arrays.copyOf(words, Math.max(0, words.length - SIGNATURE));
    return List.of(
        new String(input, UTF_8),
        new Bech32(prefix, words).encode(),
        new Bech32(prefix, signed(prefix, fields)).encode());
  }

  /** What stands for words in a text, without its checksum; what doesn't is taken for some. */
  private static byte[] words(String text) {
    byte[] words = new byte[Math.max(0, text.length() - CHECKSUM)];
    for (int i = 0; i < words.length; i++) {
      int word = CHARACTERS.indexOf(text.charAt(i));
      words[i] = (byte) (word < 0 ? text.charAt(i) & 31 : word);
    }
    return words;
  }

  private static byte[] signed(String prefix, byte[] fields) {
    byte[] signature = Words.ofBytes(AUTHOR.sign(Bolt11Writer.sha256(prefix, fields)).bytes());
    byte[] all = Arrays.copyOf(fields, fields.length + SIGNATURE);
    System.arraycopy(signature, 0, all, fields.length, SIGNATURE);
    return all;
  }

  private static byte[] key() {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) 7);
    return bytes;
  }
}
