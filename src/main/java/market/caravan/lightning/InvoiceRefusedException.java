package market.caravan.lightning;

import market.caravan.PermanentException;

/** The node does not make the invoice that it was asked for, and asking again is no use. */
public class InvoiceRefusedException extends PermanentException {

  public InvoiceRefusedException(String code, String message) {
    super(code, message);
  }
}
