package market.caravan.lightning;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** A compact ECDSA signature with the id that tells which public key made it. */
final class RecoverableSignature {

  static final int LENGTH = 65;

  private static final Secp256k1 LIBRARY = Secp256k1.get();

  private final byte[] compact;
  private final int recoveryId;

  RecoverableSignature(byte[] compact, int recoveryId) {
    this.compact = compact;
    this.recoveryId = recoveryId;
  }

  /** From 64 bytes of signature and one of recovery id. */
  static RecoverableSignature of(byte[] bytes) {
    return new RecoverableSignature(Arrays.copyOf(bytes, LENGTH - 1), bytes[LENGTH - 1]);
  }

  byte[] bytes() {
    byte[] bytes = Arrays.copyOf(compact, LENGTH);
    bytes[LENGTH - 1] = (byte) recoveryId;
    return bytes;
  }

  /** The public key that signed, as 66 hex digits; empty when there is none. */
  Optional<String> signer(byte[] sha256) {
    if (recoveryId < 0 || recoveryId > 3) {
      return Optional.empty();
    }
    try {
      byte[] publicKey = LIBRARY.ecdsaRecover(compact, sha256, recoveryId);
      return Optional.of(HexFormat.of().formatHex(LIBRARY.pubKeyCompress(publicKey)));
    } catch (Secp256k1Exception e) {
      return Optional.empty(); // not every signature is of a point on the curve
    }
  }

  /** Whether a named public key signed; a high S is refused, as BOLT 11 asks here. */
  boolean isOf(String nodeId, byte[] sha256) {
    try {
      boolean highS = LIBRARY.signatureNormalize(compact).getSecond();
      return !highS && LIBRARY.verify(compact, sha256, HexFormat.of().parseHex(nodeId));
    } catch (Secp256k1Exception e) {
      return false; // no signature, or no public key
    }
  }
}
