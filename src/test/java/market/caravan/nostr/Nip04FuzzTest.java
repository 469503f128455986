package market.caravan.nostr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.Base64;
import market.caravan.Hostile;

/**
 * Any content of kind 4 is decrypted or refused: as it stands, with its bytes for a block cipher
 * that is well-formed, and as the text that another client encrypted.
 */
class Nip04FuzzTest {

  private static final int BLOCK = 16;

  @FuzzTest
  void decryptsContentsOrRefusesThem(byte[] input) {
    String text = new String(input, UTF_8);
    Hostile.read(() -> Nip04.decrypt(Keys.ALICE, Keys.BOB.pubkey(), text)).ifPresent(this::holds);
    Hostile.read(() -> Nip04.decrypt(Keys.ALICE, Keys.BOB.pubkey(), wellFormed(input)))
        .ifPresent(this::holds);
    holds(text);
  }

  private static String wellFormed(byte[] input) {
    byte[] iv = Arrays.copyOf(input, BLOCK);
    byte[] blocks = Arrays.copyOf(input, (input.length / BLOCK + 1) * BLOCK);
    Base64.Encoder base64 = Base64.getEncoder();
    return base64.encodeToString(blocks) + "?iv=" + base64.encodeToString(iv);
  }

  private void holds(String text) {
    String encrypted = Nip04.encrypt(Keys.BOB, Keys.ALICE.pubkey(), text);
    assertThat(Nip04.decrypt(Keys.ALICE, Keys.BOB.pubkey(), encrypted)).isEqualTo(text);
  }
}
