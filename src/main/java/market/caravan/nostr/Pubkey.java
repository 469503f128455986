package market.caravan.nostr;

import market.caravan.Hex;

/** Who somebody is on Nostr: an x-only secp256k1 public key, as 64 lower-case hex digits. */
public record Pubkey(String hex) {

  public Pubkey {
    Hex.require(hex, 32, "public-key");
  }

  byte[] bytes() {
    return Hex.bytes(hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
