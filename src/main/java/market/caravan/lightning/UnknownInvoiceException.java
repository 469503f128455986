package market.caravan.lightning;

import market.caravan.PermanentException;

/** The node has no invoice of this payment hash: nobody can pay it there. */
public class UnknownInvoiceException extends PermanentException {

  public UnknownInvoiceException(String message) {
    super("unknown-invoice", message);
  }
}
