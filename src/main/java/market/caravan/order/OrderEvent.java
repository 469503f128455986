package market.caravan.order;

/** What can happen to an order once it is filed. */
public enum OrderEvent {
  /** The node has made the invoice. */
  OPENED,
  /** The stock went to somebody else between the price and the order. */
  SOLD_OUT,
  /** The node made no invoice within {@code caravan.checkout.invoice-wait}, or refused to. */
  NO_INVOICE,
  /** A hold invoice's payment is locked in. */
  HELD,
  /** The invoice is paid, and the stock is the order's. */
  SETTLED,
  /** The invoice is paid, but the stock was released and is gone. */
  SETTLED_SOLD_OUT,
  /** The invoice is settled with less than it asked for. */
  SETTLED_SHORT,
  /** The node has cancelled the invoice, or it expired there. */
  LAPSED,
  /** The node did not answer for {@code caravan.checkout.node-silence} past the expiry. */
  UNANSWERED,
  SHIPPED,
  /** Shipped before it is paid, where {@code caravan.fulfilment.ship-unpaid} allows it. */
  SHIPPED_UNPAID,
  UNSHIPPED,
  /** The customer sent the same order again in a new event. */
  REPEATED,
  /** The customer sent something else under the order's id. */
  CONTRADICTED
}
