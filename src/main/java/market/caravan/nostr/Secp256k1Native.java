package market.caravan.nostr;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;

/** libsecp256k1 in Nostr's terms: x-only public keys, BIP-340 signatures, unhashed ECDH. */
final class Secp256k1Native {

  private static final Secp256k1 LIBRARY = Secp256k1.get();

  private Secp256k1Native() {}

  static boolean verify(byte[] signature, byte[] message, Pubkey author) {
    try {
      return LIBRARY.verifySchnorr(signature, message, author.bytes());
    } catch (Secp256k1Exception e) {
      return false; // a public key that is no point of the curve signs nothing
    }
  }

  static byte[] sign(byte[] message, byte[] secret, byte[] auxiliaryRandomness) {
    return LIBRARY.signSchnorr(message, secret, auxiliaryRandomness);
  }

  static boolean isSecretKey(byte[] secret) {
    return secret.length == 32 && LIBRARY.secKeyVerify(secret);
  }

  static byte[] xOnlyPublicKey(byte[] secret) {
    byte[] uncompressed = LIBRARY.pubkeyCreate(secret);
    return x(uncompressed);
  }

  /** Whether the curve has points of this X coordinate. */
  static boolean isPoint(Pubkey x) {
    try {
      LIBRARY.pubkeyParse(compressed(x));
      return true;
    } catch (Secp256k1Exception e) {
      return false;
    }
  }

  /** The X coordinate of the shared point, not hashed (NIP-04, NIP-44). */
  static byte[] sharedX(byte[] secret, Pubkey other) {
    return x(LIBRARY.pubKeyTweakMul(compressed(other), secret));
  }

  /** With an even Y coordinate, which BIP-340 means by an X coordinate alone. */
  private static byte[] compressed(Pubkey x) {
    byte[] compressed = new byte[33];
    compressed[0] = 2;
    System.arraycopy(x.bytes(), 0, compressed, 1, 32);
    return compressed;
  }

  private static byte[] x(byte[] publicKey) {
    byte[] x = new byte[32];
    System.arraycopy(publicKey, 1, x, 0, 32);
    return x;
  }
}
