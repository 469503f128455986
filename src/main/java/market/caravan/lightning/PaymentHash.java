package market.caravan.lightning;

/** The SHA-256 of a payment's preimage, as 64 lower-case hex digits: a payment's only name. */
public record PaymentHash(String hex) {

  private static final int LENGTH = 64;

  public PaymentHash {
    if (hex.length() != LENGTH || !hex.chars().allMatch(PaymentHash::isDigit)) {
      throw new IllegalArgumentException("A payment hash is 64 lower-case hex digits");
    }
  }

  private static boolean isDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  @Override
  public String toString() {
    return hex;
  }
}
