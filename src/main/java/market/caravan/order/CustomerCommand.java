package market.caravan.order;

/** What a customer wants, as a message of theirs says it. */
public sealed interface CustomerCommand permits PlaceOrder, WithdrawOrder {

  /** Of the order that it is about. */
  OrderKey key();
}
