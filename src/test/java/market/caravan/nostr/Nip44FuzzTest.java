package market.caravan.nostr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Base64;
import market.caravan.Hostile;

/**
 * Any payload of version 2 is decrypted or refused: as it stands, and with the right MAC over
 * whatever padding and text its author chose.
 */
class Nip44FuzzTest {

  private static final byte[] KEY = Nip44.conversationKey(Keys.ALICE, Keys.BOB.pubkey());
  private static final byte[] NONCE = new byte[32];

  @FuzzTest
  void decryptsPayloadsOrRefusesThem(byte[] input) {
    String text = new String(input, UTF_8);
    Hostile.read(() -> Nip44.decrypt(KEY, text)).ifPresent(this::holds);
    Hostile.read(() -> Nip44.decrypt(KEY, authentic(input))).ifPresent(this::holds);
    holds(text);
  }

  /** What the other end could send: {@code padded} need not be padded by the rule. */
  private static String authentic(byte[] padded) {
    Nip44Keys keys = Nip44Keys.of(KEY, NONCE);
    byte[] encrypted = keys.chaCha20(padded);
    ByteBuffer payload = ByteBuffer.allocate(1 + NONCE.length + encrypted.length + 32);
    payload.put((byte) 2).put(NONCE).put(encrypted).put(keys.mac(NONCE, encrypted));
    return Base64.getEncoder().encodeToString(payload.array());
  }

  private void holds(String text) {
    Hostile.read(() -> Nip44.encrypt(KEY, NONCE, text))
        .ifPresent(encrypted -> assertThat(Nip44.decrypt(KEY, encrypted)).isEqualTo(text));
  }
}
