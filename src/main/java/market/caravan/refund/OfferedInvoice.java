package market.caravan.refund;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import market.caravan.lightning.address.LightningAddress;
import market.caravan.nostr.Pubkey;

/**
 * Where a customer says that money is to go.
 *
 * @param text as {@link #destination} has it
 */
public record OfferedInvoice(Pubkey merchant, Pubkey customer, String text) {

  private static final int MOST_CHARACTERS = 4_096;

  /** In any case, with what wallets write before it. */
  private static final Pattern WORD = Pattern.compile("\\s*(?i:lightning:)?(?<word>\\S+)\\s*");

  private static final Pattern INVOICE = Pattern.compile("(?i)ln(?:bcrt|bc|tbs|tb)[0-9a-z]{50,}");

  /**
   * The one word of a text that is an invoice (BOLT 11), by its form only, or a Lightning address,
   * in lower case; empty if the text is anything else, or has anything beside it.
   */
  public static Optional<String> destination(String text) {
    if (text.length() > MOST_CHARACTERS) {
      return Optional.empty();
    }
    Matcher written = WORD.matcher(text);
    if (!written.matches()) {
      return Optional.empty();
    }
    String word = written.group("word");
    return INVOICE.matcher(word).matches()
        ? Optional.of(word.toLowerCase(Locale.ROOT))
        : LightningAddress.parse(word).map(LightningAddress::text);
  }
}
