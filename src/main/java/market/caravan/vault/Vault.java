package market.caravan.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import market.caravan.PermanentException;
import org.jspecify.annotations.Nullable;

/**
 * Seals secrets for storage with AES-256-GCM. What is sealed says under which key, and opens only
 * in the context that it was sealed for, so that it is of no use copied into another row.
 *
 * <p>Sealed: a version byte, the key's id (4 bytes), the nonce (12), the cipher text with its tag.
 */
public final class Vault {

  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int HEADER_BYTES = 1 + MasterKey.ID_BYTES;

  private final MasterKey key;
  private final SecureRandom random = new SecureRandom();

  public Vault(MasterKey key) {
    this.key = key;
  }

  /**
   * Seals {@code plain}; twice the same never looks the same.
   *
   * @param context what it belongs to, e.g. {@code merchant/} and its id
   */
  public byte[] seal(byte[] plain, String context) {
    byte[] header = ByteBuffer.allocate(HEADER_BYTES).put(VERSION).put(key.id()).array();
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] cipherText = cipher(Cipher.ENCRYPT_MODE, nonce, header, context).doFinal(plain);
      return ByteBuffer.allocate(HEADER_BYTES + NONCE_BYTES + cipherText.length)
          .put(header)
          .put(nonce)
          .put(cipherText)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Opens what {@link #seal} made in the same context.
   *
   * @throws PermanentException if it was sealed under another key, for another context, or has been
   *     changed since
   */
  public byte[] open(byte[] sealed, String context) {
    if (sealed.length < HEADER_BYTES + NONCE_BYTES + TAG_BITS / 8 || sealed[0] != VERSION) {
      throw broken(null);
    }
    byte[] header = Arrays.copyOf(sealed, HEADER_BYTES);
    requireOurKey(Arrays.copyOfRange(header, 1, HEADER_BYTES));
    int begin = HEADER_BYTES + NONCE_BYTES;
    byte[] nonce = Arrays.copyOfRange(sealed, HEADER_BYTES, begin);
    try {
      return cipher(Cipher.DECRYPT_MODE, nonce, header, context)
          .doFinal(sealed, begin, sealed.length - begin);
    } catch (AEADBadTagException e) {
      throw broken(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether it was sealed under our key, by what it says itself. */
  boolean isSealer(byte[] sealed) {
    return sealed.length > HEADER_BYTES
        && Arrays.equals(key.id(), Arrays.copyOfRange(sealed, 1, HEADER_BYTES));
  }

  private Cipher cipher(int mode, byte[] nonce, byte[] header, String context)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key.secret(), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(header);
    cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private void requireOurKey(byte[] id) {
    if (!Arrays.equals(id, key.id())) {
      throw new PermanentException(
          "other-master-key",
          "What is stored was sealed under another master key, the one with the id "
              + HexFormat.of().formatHex(id)
              + " (ours has "
              + HexFormat.of().formatHex(key.id())
              + "): set caravan.master-key or caravan.master-key-file to that key again");
    }
  }

  private static PermanentException broken(@Nullable Throwable cause) {
    return new PermanentException(
        "sealed-secret-broken",
        "A stored secret does not open: it was changed, or copied from somewhere else",
        cause);
  }
}
