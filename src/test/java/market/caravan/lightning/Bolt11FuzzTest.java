package market.caravan.lightning;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import market.caravan.Hostile;

/**
 * Any text is an invoice that reads back as it is written, or is refused: as it stands, with the
 * right checksum under it, and with the signature that its author could have made.
 */
class Bolt11FuzzTest {

  private static final NodeKey KEY = NodeKey.of(bytes(32, (byte) 7));
  private static final String CHARACTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final int SIGNATURE = 104;
  private static final int CHECKSUM = 6;

  @FuzzTest
  void readsInvoicesOrRefusesThem(byte[] input) {
    String text = new String(input, US_ASCII);
    int separator = Math.max(0, text.lastIndexOf('1'));
    String prefix = text.substring(0, separator);
    byte[] words = words(text.substring(Math.min(text.length(), separator + 1)));
    byte[] fields = Arrays.copyOf(words, Math.max(0, words.length - SIGNATURE));
    Hostile.read(() -> Bolt11.decode(new String(input, UTF_8))).ifPresent(Bolt11FuzzTest::holds);
    Hostile.read(() -> Bolt11.decode(new Bech32(prefix, words).encode()))
        .ifPresent(Bolt11FuzzTest::holds);
    Hostile.read(() -> Bolt11.decode(new Bech32(prefix, signed(prefix, fields)).encode()))
        .ifPresent(Bolt11FuzzTest::holds);
  }

  private static void holds(Bolt11 invoice) {
    assertThat(invoice.expiresAt()).isAfterOrEqualTo(invoice.timestamp());
    if (invoice.payee().equals(KEY.nodeId())) {
      assertThat(Bolt11.decode(invoice.encode(KEY))).isEqualTo(invoice);
    }
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
    byte[] signature = Words.ofBytes(KEY.sign(Bolt11Writer.sha256(prefix, fields)).bytes());
    byte[] all = Arrays.copyOf(fields, fields.length + SIGNATURE);
    System.arraycopy(signature, 0, all, fields.length, SIGNATURE);
    return all;
  }

  private static byte[] bytes(int length, byte value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, value);
    return bytes;
  }
}
