package market.caravan.nostr;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The keys of one message: HKDF-expand of the conversation's key by the message's nonce. */
final class Nip44Keys {

  private static final int LENGTH = 76;

  private final byte[] chaChaKey;
  private final byte[] chaChaNonce;
  private final byte[] macKey;

  private Nip44Keys(byte[] expanded) {
    chaChaKey = Arrays.copyOfRange(expanded, 0, 32);
    chaChaNonce = Arrays.copyOfRange(expanded, 32, 44);
    macKey = Arrays.copyOfRange(expanded, 44, LENGTH);
  }

  static Nip44Keys of(byte[] conversationKey, byte[] nonce) {
    byte[] expanded = new byte[LENGTH];
    byte[] block = {};
    for (int start = 0, count = 1; start < LENGTH; start += block.length, count++) {
      block = hmac(conversationKey, block, nonce, new byte[] {(byte) count});
      System.arraycopy(block, 0, expanded, start, Math.min(block.length, LENGTH - start));
    }
    return new Nip44Keys(expanded);
  }

  /** Encrypts, or decrypts, which is the same. */
  byte[] chaCha20(byte[] bytes) {
    try {
      Cipher cipher = Cipher.getInstance("ChaCha20");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(chaChaKey, "ChaCha20"),
          new ChaCha20ParameterSpec(chaChaNonce, 0));
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has ChaCha20", e);
    }
  }

  byte[] mac(byte[] nonce, byte[] encrypted) {
    return hmac(macKey, nonce, encrypted);
  }

  static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", e);
    }
  }

  byte[] chaChaKey() {
    return chaChaKey.clone();
  }

  byte[] chaChaNonce() {
    return chaChaNonce.clone();
  }

  byte[] macKey() {
    return macKey.clone();
  }
}
