package market.caravan.order;

/** What can happen to an order once it is filed. */
public enum OrderEvent {
  /** The node has made the invoice. */
  OPENED,
  /** The node made no invoice within {@code caravan.checkout.invoice-wait}. */
  NO_INVOICE,
  /** The invoice is paid, and the stock is the order's. */
  SETTLED,
  /** The invoice is paid, but the stock was released and is gone. */
  SETTLED_SOLD_OUT,
  /** The node has cancelled the invoice, or it expired there. */
  LAPSED,
  SHIPPED,
  /** Shipped before it is paid, where {@code caravan.fulfilment.ship-unpaid} allows it. */
  SHIPPED_UNPAID,
  UNSHIPPED,
  /** The customer sent the same order again in a new event. */
  REPEATED,
  /** The customer sent something else under the order's id. */
  CONTRADICTED
}
