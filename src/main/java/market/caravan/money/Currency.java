package market.caravan.money;

import java.util.Locale;
import java.util.regex.Pattern;
import market.caravan.PermanentException;

/**
 * What a price is in: {@code sat}, or a currency's three-letter code in capitals. However it was
 * typed, equal currencies are equal.
 */
public record Currency(String code) {

  private static final Pattern SAT_FORM = Pattern.compile("(?i)sats?");
  private static final Pattern FIAT_FORM = Pattern.compile("(?i)[a-z]{3}");

  public static final Currency SAT = new Currency("sat");

  /**
   * Takes {@code sat} and {@code sats}, and any three letters, in capitals or not.
   *
   * @throws PermanentException if it is anything else
   */
  public Currency {
    if (SAT_FORM.matcher(code).matches()) {
      code = "sat";
    } else if (FIAT_FORM.matcher(code).matches()) {
      code = code.toUpperCase(Locale.ROOT);
    } else {
      throw new PermanentException(
          "malformed-currency", "A currency is sat or a code of three letters, such as EUR");
    }
  }

  /** Whether amounts in it are satoshi and need no exchange rate. */
  public boolean isSat() {
    return code.equals("sat");
  }

  @Override
  public String toString() {
    return code;
  }
}
