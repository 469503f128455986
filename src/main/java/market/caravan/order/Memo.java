package market.caravan.order;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import market.caravan.PermanentException;
import market.caravan.lightning.Bolt11;
import market.caravan.lightning.Invoice;
import org.jspecify.annotations.Nullable;

/** What an invoice of ours says that it is for. */
public record Memo(String orderId, String customer) {

  private static final Pattern FORM =
      Pattern.compile("Order '([A-Za-z0-9._:-]{1,128})' for pubkey '([0-9a-f]{64})'");

  /** Empty where the invoice is somebody else's. */
  public static Optional<Memo> of(Invoice invoice) {
    String bolt11 = invoice.bolt11();
    if (bolt11 == null) {
      return Optional.empty();
    }
    try {
      return read(Bolt11.decode(bolt11).description());
    } catch (PermanentException e) {
      return Optional.empty(); // of a form that we write none of
    }
  }

  /** Empty where it is of a form that we write none of. */
  public static Optional<Memo> read(@Nullable String memo) {
    return Optional.ofNullable(memo)
        .map(FORM::matcher)
        .filter(Matcher::matches)
        .map(form -> new Memo(form.group(1), form.group(2)));
  }

  /** Whether it is for this order. */
  public boolean isOf(OrderKey key) {
    return orderId.equals(key.id()) && customer.equals(key.customer().hex());
  }
}
