package market.caravan.lightning;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import market.caravan.Hostile;

/**
 * Any text is an invoice that reads back as it is written, or is refused: as it stands, and with
 * the signature and checksum that its author could have put under it.
 */
class Bolt11FuzzTest {

  private static final NodeKey KEY = NodeKey.of(bytes(32, (byte) 7));
  private static final String CHARACTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final int SIGNATURE_AND_CHECKSUM = 104 + 6;

  @FuzzTest
  void readsInvoicesOrRefusesThem(byte[] input) {
    Hostile.read(() -> Bolt11.decode(new String(input, UTF_8)))
        .ifPresent(
            invoice -> assertThat(invoice.expiresAt()).isAfterOrEqualTo(invoice.timestamp()));
    String signed = signed(new String(input, US_ASCII));
    Hostile.read(() -> Bolt11.decode(signed)).ifPresent(Bolt11FuzzTest::holds);
  }

  private static void holds(Bolt11 invoice) {
    assertThat(invoice.expiresAt()).isAfterOrEqualTo(invoice.timestamp());
    if (invoice.payee().equals(KEY.nodeId())) {
      assertThat(Bolt11.decode(invoice.encode(KEY))).isEqualTo(invoice);
    }
  }

  /** The text's prefix and fields, signed anew in place of what it ends with. */
  private static String signed(String text) {
    int separator = Math.max(0, text.lastIndexOf('1'));
    String prefix = text.substring(0, separator);
    String rest = text.substring(Math.min(text.length(), separator + 1));
    byte[] words = new byte[Math.max(0, rest.length() - SIGNATURE_AND_CHECKSUM)];
    for (int i = 0; i < words.length; i++) {
      int word = CHARACTERS.indexOf(rest.charAt(i));
      words[i] = (byte) (word < 0 ? rest.charAt(i) & 31 : word);
    }
    byte[] signature = Words.ofBytes(KEY.sign(Bolt11Writer.sha256(prefix, words)).bytes());
    byte[] all = Arrays.copyOf(words, words.length + signature.length);
    System.arraycopy(signature, 0, all, words.length, signature.length);
    return new Bech32(prefix, all).encode();
  }

  private static byte[] bytes(int length, byte value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, value);
    return bytes;
  }
}
