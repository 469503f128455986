package market.caravan.dialect;

import market.caravan.order.PlaceOrder;
import org.jspecify.annotations.Nullable;

/** What a message means to a market. */
public sealed interface MarketMessage {

  /** Of NIP-15: 0 order, 1 payment request, 2 status; -1 for plain text. */
  int type();

  /** The order that it names; null in plain text. */
  @Nullable String orderId();

  /** A customer orders, or tries to: see {@link PlaceOrder#fault}. */
  record Placed(PlaceOrder order) implements MarketMessage {
    @Override
    public int type() {
      return 0;
    }

    @Override
    public String orderId() {
      return order.key().id();
    }
  }

  /**
   * Speaks of an order without being one: a merchant's own answer, or a customer's claim that
   * nobody believes.
   */
  record Remark(int type, @Nullable String orderId) implements MarketMessage {}

  /** Anything else, for people to read. */
  record PlainText() implements MarketMessage {
    @Override
    public int type() {
      return -1;
    }

    @Override
    public @Nullable String orderId() {
      return null;
    }
  }
}
