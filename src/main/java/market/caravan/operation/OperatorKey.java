package market.caravan.operation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The operator's password, as its SHA-256: a key of enough randomness needs no slower hash. */
public final class OperatorKey {

  private static final int RANDOM_BYTES = 16;

  private final byte[] sha256;

  private OperatorKey(byte[] sha256) {
    this.sha256 = sha256;
  }

  public static OperatorKey of(String key) {
    return new OperatorKey(sha256(key));
  }

  /** A new one, from the system's source of randomness. */
  public static String generate() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Whether that is the key; it takes as long whatever is given. */
  boolean matches(String given) {
    return MessageDigest.isEqual(sha256, sha256(given));
  }

  private static byte[] sha256(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
