package market.caravan.lightning;

import market.caravan.Hex;

/** The SHA-256 of a payment's preimage, as 64 lower-case hex digits: a payment's only name. */
public record PaymentHash(String hex) {

  public PaymentHash {
    if (!Hex.is(hex, 32)) {
      throw new IllegalArgumentException("A payment hash is 64 lower-case hex digits");
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
