package market.caravan.lightning;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;

/** The amount in an invoice's human-readable part: a number of bitcoin with a multiplier. */
final class Bolt11Amount {

  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,18})([munp]?)");
  private static final String MULTIPLIERS = "munp";

  /** Of one bitcoin, and of a milli-, micro- and nanobitcoin; a picobitcoin is a tenth. */
  private static final long[] MSAT = {100_000_000_000L, 100_000_000, 100_000, 100};

  private static final int PICO_PER_MSAT = 10;

  private Bolt11Amount() {}

  /** The amount; null when the text is empty, which leaves it to the payer. */
  static @Nullable Msat parse(String text) {
    if (text.isEmpty()) {
      return null;
    }
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw Malformed.because("its amount is not a number with a multiplier");
    }
    try {
      return msat(Long.parseLong(matcher.group(1)), matcher.group(2));
    } catch (ArithmeticException | NumberFormatException e) {
      throw Malformed.because("its amount is more than there is");
    }
  }

  private static Msat msat(long number, String multiplier) {
    if (!multiplier.equals("p")) {
      int unit = multiplier.isEmpty() ? 0 : MULTIPLIERS.indexOf(multiplier) + 1;
      return new Msat(Math.multiplyExact(number, MSAT[unit]));
    }
    if (number % PICO_PER_MSAT != 0) {
      throw Malformed.because("its amount is not in whole millisatoshi");
    }
    return new Msat(number / PICO_PER_MSAT);
  }

  /** The shortest form, as BOLT 11 wants it; empty for no amount. */
  static String format(@Nullable Msat amount) {
    if (amount == null) {
      return "";
    }
    long msat = amount.value();
    for (int unit = 0; unit < MSAT.length; unit++) {
      if (msat % MSAT[unit] == 0) {
        return msat / MSAT[unit] + (unit == 0 ? "" : MULTIPLIERS.substring(unit - 1, unit));
      }
    }
    return Math.multiplyExact(msat, PICO_PER_MSAT) + "p";
  }
}
