package market.caravan.order;

/** What can happen to an order once it is filed. */
public enum OrderEvent {
  /** The node has made the invoice. */
  OPENED,
  /** The node has made an invoice in whose place another has come meanwhile. */
  OPENED_SUPERSEDED,
  /** The stock went to somebody else between the price and the order. */
  SOLD_OUT,
  /** The node made no invoice within {@code caravan.checkout.invoice-wait}, or refused to. */
  NO_INVOICE,
  /** The same, where the order had an invoice before. */
  NO_NEW_INVOICE,
  /** The merchant has the order invoiced again, at today's price. */
  REISSUED,
  /** A hold invoice's payment is locked in, and the stock is the order's. */
  HELD,
  /** A hold invoice's payment is locked in, but the stock is gone. */
  HELD_SOLD_OUT,
  /** The payment of an invoice is locked in in whose place another has come. */
  HELD_SUPERSEDED,
  /** A payment is locked in whose secret was lost with a database: nobody can take it. */
  HELD_WITHOUT_SECRET,
  /** The invoice is paid, and the stock is the order's. */
  SETTLED,
  /** The invoice is paid, but the stock was released and is gone. */
  SETTLED_SOLD_OUT,
  /** The invoice is settled with less than it asked for, and the merchant takes no less. */
  SETTLED_SHORT,
  /** The invoice is settled with more than it asked for, and the merchant gives back the excess. */
  SETTLED_OVER,
  /** The node has cancelled the invoice, or it expired there. */
  LAPSED,
  /** The same, of an invoice in whose place another has come. */
  LAPSED_SUPERSEDED,
  /** The node did not answer for {@code caravan.checkout.node-silence} past the expiry. */
  UNANSWERED,
  CANCELLED_BY_CUSTOMER,
  CANCELLED_BY_MERCHANT,
  /** The merchant gives all of the money back, for what came back or out of goodwill. */
  REFUND_DECIDED,
  /** The merchant gives a part of the money back. */
  REFUND_DECIDED_IN_PART,
  /** Nothing is to go back any more: it was sent, settled otherwise, or was nothing. */
  REFUNDED,
  /** The merchant says that a restored order is paid, and is what was ordered. */
  PAYMENT_CONFIRMED,
  SHIPPED,
  /** Shipped before it is paid, where {@code caravan.fulfilment.ship-unpaid} allows it. */
  SHIPPED_UNPAID,
  UNSHIPPED,
  /** The customer sent the same order again in a new event. */
  REPEATED,
  /** The customer sent something else under the order's id. */
  CONTRADICTED
}
