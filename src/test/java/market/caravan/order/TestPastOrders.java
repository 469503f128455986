package market.caravan.order;

import java.time.Clock;
import market.caravan.Instance;
import market.caravan.catalog.Catalog;
import market.caravan.inventory.Inventory;
import market.caravan.inventory.StockRows;
import market.caravan.lightning.Refusals;
import market.caravan.lightning.UnaskedNode;
import market.caravan.lightning.Wallets;
import market.caravan.vault.MasterKey;
import market.caravan.vault.Vault;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a restored order is to go through, for tests of other packages. */
public final class TestPastOrders {

  public final PastOrders pastOrders;
  public final Payments payments;
  public final Shipping shipping;
  public final Confirmation confirmation;
  public final Cancellation cancellation;
  public final GoodwillRefund refund;
  public final NodeWork nodeWork;

  public TestPastOrders(JdbcClient jdbc, Clock clock) {
    var properties = new Binder().bindOrCreate("caravan.checkout", CheckoutProperties.class);
    var orders = new Orders(jdbc, clock);
    var history = new OrderHistory(jdbc, clock);
    var attempts =
        new Attempts(jdbc, new Vault(MasterKey.parse("07".repeat(32))), properties, clock);
    var inventory = new Inventory(new StockRows(jdbc));
    var moves = new OrderMoves(orders, history, attempts, inventory, properties);
    var wallets = Wallets.of(new UnaskedNode());
    pastOrders = new PastOrders(jdbc, orders, history, properties, clock);
    payments =
        new Payments(
            orders,
            history,
            attempts,
            moves,
            inventory,
            new Catalog(jdbc),
            new Binder().bindOrCreate("caravan.payments", PaymentProperties.class),
            new WalletNews(jdbc, wallets, new Refusals((wallet, reason) -> {})));
    shipping = new Shipping(orders, history, moves, new FulfilmentProperties(true));
    confirmation = new Confirmation(orders, moves);
    cancellation = new Cancellation(orders, history, attempts, moves, properties);
    refund = new GoodwillRefund(orders, attempts, moves);
    nodeWork = new NodeWork(jdbc, attempts, wallets, properties, new Instance("test"), clock);
  }
}
