package market.caravan.lightning;

import fr.acinq.secp256k1.Secp256k1;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A Lightning node's secret key, with which it signs its invoices. */
public final class NodeKey {

  private static final Secp256k1 LIBRARY = Secp256k1.get();
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] secret;
  private final String nodeId;

  private NodeKey(byte[] secret) {
    this.secret = secret;
    this.nodeId = HexFormat.of().formatHex(LIBRARY.pubKeyCompress(LIBRARY.pubkeyCreate(secret)));
  }

  public static NodeKey generate() {
    byte[] secret = new byte[32];
    do {
      RANDOM.nextBytes(secret);
    } while (!LIBRARY.secKeyVerify(secret));
    return new NodeKey(secret);
  }

  /** The key of a secret of 32 bytes. */
  public static NodeKey of(byte[] secret) {
    if (secret.length != 32 || !LIBRARY.secKeyVerify(secret)) {
      throw new IllegalArgumentException("This is no secp256k1 private key");
    }
    return new NodeKey(secret.clone());
  }

  /** The compressed public key, as 66 lower-case hex digits: the node's name. */
  public String nodeId() {
    return nodeId;
  }

  /** A copy of the 32 secret bytes, for storing them encrypted. */
  public byte[] secret() {
    return secret.clone();
  }

  /**
   * Signs. Recovery ids 2 and 3 are for an R beyond the order of the curve, which nobody will ever
   * meet; so what is not 0 is 1, and one recovery tells.
   */
  RecoverableSignature sign(byte[] sha256) {
    byte[] compact = LIBRARY.sign(sha256, secret);
    var even = new RecoverableSignature(compact, 0);
    return even.signer(sha256).filter(nodeId::equals).isPresent()
        ? even
        : new RecoverableSignature(compact, 1);
  }

  @Override
  public String toString() {
    return "NodeKey[" + nodeId + "]";
  }
}
