package market.caravan.order;

import java.time.Clock;
import javax.sql.DataSource;
import market.caravan.inventory.Inventory;
import market.caravan.inventory.StockRows;
import market.caravan.vault.MasterKey;
import market.caravan.vault.Vault;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The real {@link Repayments}, for tests of whoever gives money back. */
public final class TestRepayments {

  private TestRepayments() {}

  public static Repayments of(DataSource dataSource, Clock clock) {
    JdbcClient jdbc = JdbcClient.create(dataSource);
    var properties = new Binder().bindOrCreate("caravan.checkout", CheckoutProperties.class);
    Orders orders = new Orders(jdbc, clock);
    OrderHistory history = new OrderHistory(jdbc, clock);
    Vault vault = new Vault(MasterKey.parse("07".repeat(32)));
    Attempts attempts = new Attempts(jdbc, vault, properties, clock);
    return new Repayments(
        orders,
        history,
        new OrderMoves(orders, history, attempts, new Inventory(new StockRows(jdbc)), properties));
  }
}
