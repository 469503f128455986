package market.caravan.nostr;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import market.caravan.PermanentException;

/** Encrypted direct messages of kind 4: AES-256-CBC under the raw X of ECDH (NIP-04). */
public final class Nip04 {

  private static final String SEPARATOR = "?iv=";
  private static final int BLOCK = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Nip04() {}

  /**
   * The content of a kind 4 event.
   *
   * @throws PermanentException {@code malformed-public-key} if {@code to} is no point of the curve
   */
  public static String encrypt(KeyPair from, Pubkey to, String text) {
    byte[] iv = new byte[BLOCK];
    RANDOM.nextBytes(iv);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, from.sharedX(to), iv);
      byte[] encrypted = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
      Base64.Encoder base64 = Base64.getEncoder();
      return base64.encodeToString(encrypted) + SEPARATOR + base64.encodeToString(iv);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has AES/CBC/PKCS5Padding", e);
    }
  }

  /**
   * The text of a kind 4 event's content.
   *
   * @param other the one at the other end: the author of what {@code own} received, the receiver of
   *     what {@code own} wrote
   * @throws PermanentException {@code undecryptable} if the content is malformed or was not
   *     encrypted for these two keys; {@code malformed-public-key} if {@code other} is no point of
   *     the curve
   */
  public static String decrypt(KeyPair own, Pubkey other, String content) {
    int separator = content.indexOf(SEPARATOR);
    if (separator < 0) {
      throw undecryptable();
    }
    try {
      byte[] encrypted = Base64.getDecoder().decode(content.substring(0, separator));
      byte[] iv = Base64.getDecoder().decode(content.substring(separator + SEPARATOR.length()));
      if (encrypted.length == 0) {
        throw undecryptable(); // even of an empty text there is a block of padding
      }
      byte[] text = cipher(Cipher.DECRYPT_MODE, own.sharedX(other), iv).doFinal(encrypted);
      return Utf8.decode(ByteBuffer.wrap(text));
    } catch (GeneralSecurityException | IllegalArgumentException | CharacterCodingException e) {
      throw undecryptable();
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] iv) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
    return cipher;
  }

  /** Without the cause, which may quote what could be decrypted. */
  private static PermanentException undecryptable() {
    return new PermanentException("undecryptable", "The content is no NIP-04 message for us");
  }
}
