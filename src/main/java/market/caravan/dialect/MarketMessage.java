package market.caravan.dialect;

import market.caravan.mailbox.Incoming;
import market.caravan.mailbox.ReadMessage;
import market.caravan.order.PlaceOrder;
import market.caravan.order.WithdrawOrder;
import org.jspecify.annotations.Nullable;

/** What a message means to a market. */
public sealed interface MarketMessage extends ReadMessage {

  /** A customer orders, or tries to: see {@link PlaceOrder#fault}. */
  record Placed(Incoming incoming, PlaceOrder order) implements MarketMessage {
    @Override
    public int type() {
      return 0;
    }

    @Override
    public String orderId() {
      return order.key().id();
    }

    @Override
    public boolean isCommand() {
      return true;
    }
  }

  /**
   * Speaks of an order without being one: a merchant's own answer, or a customer's claim that
   * nobody believes.
   */
  record Remark(Incoming incoming, int type, @Nullable String orderId) implements MarketMessage {}

  /** A customer does not want an order any more; the text is plain, for people to read too. */
  record Withdrawn(Incoming incoming, WithdrawOrder command) implements MarketMessage {
    @Override
    public int type() {
      return -1;
    }

    @Override
    public String orderId() {
      return command.key().id();
    }

    @Override
    public boolean isCommand() {
      return true;
    }
  }

  /**
   * A customer says where money is to go, by the form of it: an invoice or a Lightning address.
   *
   * @param destination without what wallets write around it
   */
  record InvoiceSent(Incoming incoming, String destination) implements MarketMessage {
    @Override
    public int type() {
      return -1;
    }

    @Override
    public @Nullable String orderId() {
      return null;
    }
  }

  /** Anything else, for people to read. */
  record PlainText(Incoming incoming) implements MarketMessage {
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
