package market.caravan.order;

/** A customer does not want their order any more. */
public record WithdrawOrder(OrderKey key) implements CustomerCommand {}
