package market.caravan.order;

/** Where an order stands; what moves it is in {@link Transitions}. */
public enum OrderStatus {
  /** Priced, its stock held; the node is being asked for an invoice. */
  PLACED,
  AWAITING_PAYMENT,
  PAID,
  /** Never payable: refused at intake, or the node gave no invoice in time. */
  REJECTED,
  /** Not paid in time. */
  EXPIRED,
  CANCELLED,
  /** Paid, but what was ordered can't be had: the money goes back. */
  REFUND_DUE,
  REFUNDED;

  /** What the wire calls {@code paid}: the money is here and the goods are the customer's. */
  public boolean isPaid() {
    return this == PAID;
  }
}
