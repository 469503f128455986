package market.caravan.lightning;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settled invoices of a node, whoever has asked for them.
 *
 * @param next to ask for the page after it; null where this is the last one
 */
public record SettledPage(List<Invoice> invoices, @Nullable String next) {

  public SettledPage {
    invoices = List.copyOf(invoices);
  }
}
