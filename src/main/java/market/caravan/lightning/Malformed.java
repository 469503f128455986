package market.caravan.lightning;

import market.caravan.PermanentException;

/** The one refusal of the BOLT 11 reader: which rule was broken, never what the text was. */
final class Malformed {

  private Malformed() {}

  static PermanentException because(String reason) {
    return new PermanentException("malformed-invoice", "This is no Lightning invoice: " + reason);
  }
}
