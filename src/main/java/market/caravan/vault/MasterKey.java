package market.caravan.vault;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import market.caravan.PermanentException;

/** The key under which stored secrets are sealed: 32 bytes, written in hex or base64. */
public final class MasterKey {

  static final int ID_BYTES = 4;
  private static final int BYTES = 32;

  private final SecretKey secret;
  private final byte[] id;

  private MasterKey(byte[] bytes) {
    secret = new SecretKeySpec(bytes, "AES");
    id = Arrays.copyOf(fingerprint(bytes), ID_BYTES);
  }

  /**
   * Reads it as a person would write it down.
   *
   * @throws PermanentException if it is not 32 bytes in hex or base64
   */
  public static MasterKey parse(String text) {
    byte[] bytes = decode(text.strip());
    if (bytes.length != BYTES) {
      throw malformed();
    }
    return new MasterKey(bytes);
  }

  /** A new one in hex, from the system's source of randomness. */
  public static String generate() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] decode(String text) {
    try {
      return text.length() == 2 * BYTES
          ? HexFormat.of().parseHex(text)
          : Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
    } catch (IllegalArgumentException e) {
      throw malformed();
    }
  }

  private static PermanentException malformed() {
    return new PermanentException(
        "master-key-malformed",
        "The master key has to be 32 random bytes in hex or base64, as `openssl rand -hex 32`"
            + " writes them: correct caravan.master-key or the file caravan.master-key-file");
  }

  private static byte[] fingerprint(byte[] bytes) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
      return mac.doFinal("caravan master key id".getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  SecretKey secret() {
    return secret;
  }

  /** Tells one key from another without saying anything of it. */
  byte[] id() {
    return id.clone();
  }

  @Override
  public String toString() {
    return "MasterKey[id=" + HexFormat.of().formatHex(id) + "]";
  }
}
