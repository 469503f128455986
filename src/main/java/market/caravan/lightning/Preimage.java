package market.caravan.lightning;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The secret of a payment, 32 bytes: who shows it has paid. Never part of {@link #toString}. */
public final class Preimage {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] secret;

  private Preimage(byte[] secret) {
    if (secret.length != 32) {
      throw new IllegalArgumentException("A preimage is 32 bytes");
    }
    this.secret = secret.clone();
  }

  public static Preimage random() {
    byte[] secret = new byte[32];
    RANDOM.nextBytes(secret);
    return new Preimage(secret);
  }

  public static Preimage of(byte[] secret) {
    return new Preimage(secret);
  }

  public static Preimage of(String hex) {
    return new Preimage(HexFormat.of().parseHex(hex));
  }

  public PaymentHash hash() {
    try {
      byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(secret);
      return new PaymentHash(HexFormat.of().formatHex(sha256));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** A copy of the 32 bytes. */
  public byte[] bytes() {
    return secret.clone();
  }

  public String hex() {
    return HexFormat.of().formatHex(secret);
  }

  @Override
  public String toString() {
    return "Preimage of " + hash();
  }
}
