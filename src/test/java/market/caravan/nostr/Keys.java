package market.caravan.nostr;

import market.caravan.Hex;

/**
 * Two key pairs of which facts are known. The facts in these tests, where nothing else is said,
 * were made once with nostr-tools 2.25.2.
 */
final class Keys {

  /** Of the secret 0x1234567. */
  static final KeyPair ALICE = of("1234567");

  /** Of the secret 0x89abcdef. */
  static final KeyPair BOB = of("89abcdef");

  /** 32 bytes, but no point of the curve. */
  static final Pubkey NO_POINT = new Pubkey("f".repeat(64));

  private Keys() {}

  static KeyPair of(String secret) {
    return KeyPair.of(Hex.bytes("0".repeat(64 - secret.length()) + secret));
  }
}
