package market.caravan.lightning;

import java.util.regex.Pattern;

/** The SHA-256 of a payment's preimage, as 64 lower-case hex digits: a payment's only name. */
public record PaymentHash(String hex) {

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  public PaymentHash {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException("A payment hash is 64 lower-case hex digits");
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
