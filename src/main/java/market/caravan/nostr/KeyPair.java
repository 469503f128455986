package market.caravan.nostr;

import fr.acinq.secp256k1.Secp256k1Exception;
import java.security.SecureRandom;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import market.caravan.Hex;
import market.caravan.PermanentException;

/** A secret key with its public key. The secret never shows in {@link #toString}. */
public final class KeyPair {

  private static final SecureRandom RANDOM = new SecureRandom();

  /** What the latest conversations share, of all key pairs: who writes is mostly answered soon. */
  private static final Map<Conversation, byte[]> SHARED =
      Collections.synchronizedMap(new Latest(1_000));

  private record Conversation(Pubkey own, Pubkey other) {}

  private final byte[] secret;
  private final Pubkey pubkey;

  private KeyPair(byte[] secret) {
    this.secret = secret;
    this.pubkey = new Pubkey(Hex.of(Secp256k1Native.xOnlyPublicKey(secret)));
  }

  public static KeyPair generate() {
    byte[] secret = new byte[32];
    do {
      RANDOM.nextBytes(secret);
    } while (!Secp256k1Native.isSecretKey(secret));
    return new KeyPair(secret);
  }

  /**
   * The key pair of a secret of 32 bytes.
   *
   * @throws PermanentException if it is zero or not below the order of the curve
   */
  public static KeyPair of(byte[] secret) {
    if (!Secp256k1Native.isSecretKey(secret)) {
      throw new PermanentException("malformed-private-key", "This is no secp256k1 private key");
    }
    return new KeyPair(secret.clone());
  }

  public Pubkey pubkey() {
    return pubkey;
  }

  /** A copy of the 32 secret bytes, for storing them encrypted. */
  public byte[] secret() {
    return secret.clone();
  }

  /**
   * Signs an event, with fresh randomness (BIP-340).
   *
   * @throws PermanentException {@code malformed-event} if the template breaks a rule of events
   */
  public Event sign(EventTemplate template) {
    var createdAt = template.createdAt().truncatedTo(ChronoUnit.SECONDS);
    byte[] sha256 =
        CanonicalForm.of(pubkey, createdAt, template.kind(), template.tags(), template.content())
            .sha256();
    byte[] randomness = new byte[32];
    RANDOM.nextBytes(randomness);
    return new Event(
        EventId.of(sha256),
        pubkey,
        createdAt,
        template.kind(),
        template.tags(),
        template.content(),
        Hex.of(Secp256k1Native.sign(sha256, secret, randomness)));
  }

  /**
   * The X coordinate of the point shared with {@code other}, not hashed.
   *
   * @throws PermanentException if {@code other} is no point of the curve
   */
  byte[] sharedX(Pubkey other) {
    Conversation conversation = new Conversation(pubkey, other);
    byte[] known = SHARED.get(conversation);
    if (known != null) {
      return known.clone();
    }
    try {
      byte[] x = Secp256k1Native.sharedX(secret, other);
      SHARED.put(conversation, x.clone());
      return x;
    } catch (Secp256k1Exception e) {
      throw new PermanentException("malformed-public-key", "This is no secp256k1 public key", e);
    }
  }

  /** Forgets what has not been asked for the longest. */
  private static final class Latest extends LinkedHashMap<Conversation, byte[]> {

    private static final long serialVersionUID = 1;

    private final int most;

    Latest(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Conversation, byte[]> eldest) {
      return size() > most;
    }
  }

  @Override
  public String toString() {
    return "KeyPair[" + pubkey + "]";
  }
}
