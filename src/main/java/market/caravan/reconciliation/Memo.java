package market.caravan.reconciliation;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import market.caravan.PermanentException;
import market.caravan.lightning.Bolt11;
import market.caravan.lightning.Invoice;

/** What an invoice of ours says that it is for. */
record Memo(String orderId, String customer) {

  private static final Pattern FORM =
      Pattern.compile("Order '([A-Za-z0-9._:-]{1,128})' for pubkey '([0-9a-f]{64})'");

  /** Empty where the invoice is somebody else's. */
  static Optional<Memo> of(Invoice invoice) {
    String bolt11 = invoice.bolt11();
    if (bolt11 == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(Bolt11.decode(bolt11).description())
          .map(FORM::matcher)
          .filter(Matcher::matches)
          .map(memo -> new Memo(memo.group(1), memo.group(2)));
    } catch (PermanentException e) {
      return Optional.empty(); // of a form that we write none of
    }
  }
}
