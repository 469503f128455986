package market.caravan.nostr;

import java.util.Locale;
import java.util.Optional;
import market.caravan.Hex;
import market.caravan.PermanentException;
import nostr.crypto.bech32.Bech32;
import nostr.crypto.bech32.Bech32Prefix;

/** Keys and ids as people copy and type them: bech32 (NIP-19), or plain hex. */
public final class Nip19 {

  private static final int LENGTH = 32;

  private Nip19() {}

  /**
   * Reads a public key from npub or hex.
   *
   * @throws PermanentException {@code malformed-public-key}
   */
  public static Pubkey pubkey(String text) {
    return read(Bech32Prefix.NPUB, text)
        .map(Pubkey::new)
        .filter(Secp256k1Native::isPoint)
        .orElseThrow(
            () ->
                new PermanentException(
                    "malformed-public-key", "This is no public key: npub1.. or 64 hex digits"));
  }

  /**
   * Reads a secret key from nsec or hex.
   *
   * @throws PermanentException {@code malformed-private-key}
   */
  public static KeyPair keyPair(String text) {
    return read(Bech32Prefix.NSEC, text)
        .map(Hex::bytes)
        .map(KeyPair::of)
        .orElseThrow(
            () ->
                new PermanentException(
                    "malformed-private-key", "This is no private key: nsec1.. or 64 hex digits"));
  }

  private static Optional<String> read(Bech32Prefix prefix, String text) {
    String typed = text.strip();
    String lowerCase = typed.toLowerCase(Locale.ROOT);
    if (Hex.is(lowerCase, LENGTH)) {
      return Optional.of(lowerCase);
    }
    return decode(typed).filter(hex -> Hex.is(hex, LENGTH) && encodes(prefix, hex, lowerCase));
  }

  /** The library passes over prefix, variant and padding: they are right if it writes the same. */
  private static boolean encodes(Bech32Prefix prefix, String hex, String text) {
    return Bech32.toBech32(prefix, Hex.bytes(hex)).equals(text);
  }

  private static Optional<String> decode(String text) {
    try {
      return Optional.of(Bech32.fromBech32(text));
    } catch (Exception e) {
      return Optional.empty(); // what is no bech32 it says by exceptions of all sorts
    }
  }
}
