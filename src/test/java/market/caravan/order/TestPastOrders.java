package market.caravan.order;

import java.time.Clock;
import java.util.Optional;
import market.caravan.Instance;
import market.caravan.catalog.Catalog;
import market.caravan.catalog.Pricing;
import market.caravan.catalog.PricingProperties;
import market.caravan.inventory.Inventory;
import market.caravan.inventory.StockRows;
import market.caravan.lightning.Refusals;
import market.caravan.lightning.UnaskedNode;
import market.caravan.lightning.Wallets;
import market.caravan.money.RatesProperties;
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
  public final Reissue reissue;
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
    pastOrders =
        new PastOrders(jdbc, orders, history, new PastInvoices(jdbc, properties, clock), clock);
    var autoreplies = new Autoreplies(history, new Catalog(jdbc));
    payments =
        new Payments(
            orders,
            attempts,
            moves,
            inventory,
            autoreplies,
            new Binder().bindOrCreate("caravan.payments", PaymentProperties.class),
            new WalletNews(jdbc, wallets, new Refusals((wallet, reason) -> {})));
    shipping = new Shipping(orders, history, moves, new FulfilmentProperties(true));
    confirmation = new Confirmation(orders, history, moves, autoreplies);
    cancellation = new Cancellation(orders, history, attempts, moves, properties);
    refund = new GoodwillRefund(orders, attempts, moves);
    var pricing =
        new Pricing(
            (merchant, currency) -> Optional.empty(),
            new Binder().bindOrCreate("caravan.rates", RatesProperties.class),
            new Binder().bindOrCreate("caravan.pricing", PricingProperties.class),
            clock);
    reissue = new Reissue(orders, attempts, moves, new Catalog(jdbc), pricing, inventory, wallets);
    nodeWork = new NodeWork(jdbc, attempts, wallets, properties, new Instance("test"), clock);
  }
}
