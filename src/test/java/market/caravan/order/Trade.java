package market.caravan.order;

import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import market.caravan.Instance;
import market.caravan.catalog.Catalog;
import market.caravan.catalog.OrderLine;
import market.caravan.catalog.Pricing;
import market.caravan.catalog.PricingProperties;
import market.caravan.inventory.Inventory;
import market.caravan.inventory.StockRows;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import market.caravan.lightning.Refusals;
import market.caravan.lightning.UnaskedNode;
import market.caravan.lightning.Wallets;
import market.caravan.money.Msat;
import market.caravan.money.RatesProperties;
import market.caravan.nostr.EventId;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.Pubkey;
import market.caravan.vault.MasterKey;
import market.caravan.vault.Vault;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A merchant with a stall and no products yet, in a database that others may use too: the real
 * beans, each call in a transaction of its own, as the routes make them.
 */
final class Trade {

  private static final Pubkey CUSTOMER = KeyPair.generate().pubkey();

  private final KeyPair merchantKey = KeyPair.generate();
  private final String merchant = merchantKey.pubkey().hex().substring(0, 16);
  private final JdbcClient jdbc;
  private final Clock clock;
  private final TransactionTemplate transaction;
  private final Orders orders;
  private final OrderHistory history;
  private final OrderMoves moves;
  private final OpenInvoices openInvoices;
  private final Checkout checkout;
  private final Payments payments;
  private final CheckoutProperties properties;
  final NodeWork nodeWork;
  private final Reissue reissue;
  private final Cancellation cancellation;
  private final GoodwillRefund goodwill;
  private final UnaryOperator<List<OrderNews>> answers;

  Trade(DataSource dataSource, Clock clock) {
    this(dataSource, clock, Map.of());
  }

  /**
   * @param terms properties of {@code caravan.checkout} that are not the usual ones
   */
  Trade(DataSource dataSource, Clock clock, Map<String, Object> terms) {
    this(dataSource, clock, terms, UnaryOperator.identity());
  }

  /**
   * @param answers what becomes of the news in the transaction that has decided it
   */
  Trade(
      DataSource dataSource,
      Clock clock,
      Map<String, Object> terms,
      UnaryOperator<List<OrderNews>> answers) {
    this.answers = answers;
    this.clock = clock;
    jdbc = JdbcClient.create(dataSource);
    transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    properties =
        new Binder(new MapConfigurationPropertySource(terms))
            .bindOrCreate("caravan.checkout", CheckoutProperties.class);
    var attempts =
        new Attempts(jdbc, new Vault(MasterKey.parse("07".repeat(32))), properties, clock);
    var catalog = new Catalog(jdbc);
    var pricing =
        new Pricing(
            (merchant, currency) -> Optional.empty(),
            new Binder().bindOrCreate("caravan.rates", RatesProperties.class),
            new Binder().bindOrCreate("caravan.pricing", PricingProperties.class),
            clock);
    var inventory = new Inventory(new StockRows(jdbc));
    orders = new Orders(jdbc, clock);
    history = new OrderHistory(jdbc, clock);
    moves = new OrderMoves(orders, history, attempts, inventory, properties);
    var wallets = Wallets.of(new UnaskedNode());
    var refusals = new Refusals((wallet, reason) -> {});
    payments =
        new Payments(
            orders,
            attempts,
            moves,
            inventory,
            new Autoreplies(history, catalog),
            new Binder().bindOrCreate("caravan.payments", PaymentProperties.class),
            new WalletNews(jdbc, wallets, refusals));
    nodeWork = new NodeWork(jdbc, attempts, wallets, properties, new Instance("test"), clock);
    openInvoices = new OpenInvoices(jdbc, wallets);
    var unpaid = new UnpaidOrders(jdbc, properties, clock);
    reissue = new Reissue(orders, attempts, moves, catalog, pricing, inventory, wallets);
    cancellation = new Cancellation(orders, history, attempts, moves, properties);
    goodwill = new GoodwillRefund(orders, attempts, moves);
    checkout =
        new Checkout(
            catalog,
            pricing,
            inventory,
            orders,
            history,
            attempts,
            moves,
            unpaid,
            wallets,
            refusals,
            properties);
    open();
  }

  private void open() {
    update("INSERT INTO account VALUES (:merchant, now())");
    jdbc.sql(
            """
            INSERT INTO merchant (id, account_id, public_key, private_key_sealed, active, config,
              created_at) VALUES (:merchant, :merchant, :pubkey, '', true, '{}', now())
            """)
        .param("merchant", merchant)
        .param("pubkey", merchantKey.pubkey().hex())
        .update();
    update(
        """
        INSERT INTO stall (merchant_id, id, wallet, name, currency, description)
        VALUES (:merchant, 's', '', 'Stall', 'sat', '')
        """);
    update("INSERT INTO zone VALUES (:merchant, 'z', 'Zone', 'sat', 5, '{}')");
    update("INSERT INTO stall_zone VALUES (:merchant, 's', 'z', 0)");
  }

  String merchant() {
    return merchant;
  }

  /** As a process has them that has just started. */
  WalletLookUps lookUps() {
    return new WalletLookUps(Wallets.DEFAULT, openInvoices, properties, clock);
  }

  boolean holdsPayments() {
    return properties.holdsPayments();
  }

  /** Puts a product on sale for 100 sat; a null quantity is unlimited. */
  void shelve(String product, @Nullable Long quantity) {
    jdbc.sql(
            """
            INSERT INTO product (merchant_id, id, stall_id, name, description, categories, images,
              price, quantity, active, use_autoreply, shipping)
            VALUES (:merchant, :id, 's', :id, '', '{}', '{}', :price, :quantity, true, false, '[]')
            """)
        .param("merchant", merchant)
        .param("id", product)
        .param("price", new BigDecimal(100))
        .param("quantity", quantity)
        .update();
  }

  PlaceOrder order(String id, Map<String, Long> pieces) {
    return order(CUSTOMER, id, pieces);
  }

  List<OrderNews> place(Pubkey customer, String id, Map<String, Long> pieces) {
    return place(List.of(order(customer, id, pieces)));
  }

  List<OrderNews> place(List<PlaceOrder> orders) {
    return in(() -> checkout.place(orders));
  }

  /** An order as an event of its own brought it. */
  PlaceOrder order(Pubkey customer, String id, Map<String, Long> pieces) {
    List<OrderLine> lines = new ArrayList<>();
    pieces.forEach((product, quantity) -> lines.add(new OrderLine(product, quantity)));
    return new PlaceOrder(
        new OrderKey(merchantKey.pubkey(), customer, id),
        new EventId(Preimage.random().hash().hex()),
        clock.instant(),
        pieces.toString(),
        lines,
        "z",
        null,
        null,
        null,
        Contact.NONE,
        null);
  }

  /** As a node that takes no preimage has made it. */
  List<OrderNews> adopt(Attempt attempt, Invoice invoice) {
    return in(() -> payments.adopt(attempt, invoice));
  }

  List<OrderNews> hear(List<Invoice> invoices) {
    return in(() -> payments.record(invoices));
  }

  Invoice invoice(String id, Invoice.State state, Msat received) {
    return invoice(id, 0, state, received);
  }

  /**
   * @param back which of the order's invoices it is: 0 is the newest
   */
  Invoice invoice(String id, int back, Invoice.State state, Msat received) {
    return jdbc.sql(
            """
            SELECT payment_hash, amount_msat FROM invoice WHERE order_seq = :order
            ORDER BY attempt DESC LIMIT 1 OFFSET :back
            """)
        .param("back", back)
        .param("order", seq(id))
        .query(
            (row, number) ->
                new Invoice(
                    new PaymentHash(row.getString("payment_hash")),
                    "lnbcrt1",
                    new Msat(row.getLong("amount_msat")),
                    received,
                    state,
                    clock.instant(),
                    state == Invoice.State.SETTLED ? clock.instant() : null))
        .single();
  }

  List<OrderNews> giveUp(String id) {
    return giveUp(seq(id));
  }

  List<OrderNews> giveUp(long orderSeq) {
    return in(() -> payments.giveUp(orderSeq));
  }

  List<OrderNews> expire(String id) {
    return expire(seq(id));
  }

  List<OrderNews> expire(long orderSeq) {
    return in(() -> payments.expire(orderSeq));
  }

  private long seq(String id) {
    return jdbc.sql("SELECT seq FROM orders WHERE merchant_id = :merchant AND id = :id")
        .param("merchant", merchant)
        .param("id", id)
        .query(Long.class)
        .single();
  }

  List<OrderNews> ship(String id, boolean shipped, boolean evenUnpaid) {
    var shipping = new Shipping(orders, history, moves, new FulfilmentProperties(evenUnpaid));
    return in(() -> shipping.ship(new ShipOrder(merchant, id, CUSTOMER, shipped, null)));
  }

  List<OrderNews> reissue(String id) {
    return in(() -> reissue.reissue(new ReissueInvoice(merchant, id, CUSTOMER, null)));
  }

  List<OrderNews> withdraw(String id) {
    var command = new WithdrawOrder(new OrderKey(merchantKey.pubkey(), CUSTOMER, id));
    return in(() -> cancellation.withdraw(command));
  }

  List<OrderNews> cancel(String id) {
    return in(() -> cancellation.cancel(new CancelOrder(merchant, id, CUSTOMER, null)));
  }

  List<OrderNews> refund(String id, @Nullable Msat amount) {
    return in(
        () ->
            goodwill.refund(
                new RefundOrder(
                    merchant, id, CUSTOMER, UUID.randomUUID().toString(), amount, null)));
  }

  List<OrderNews> repaid(String id) {
    var repayments = new Repayments(orders, history, moves);
    return in(
        () -> {
          Order order = repayments.lock(seq(id));
          return order.status() == OrderStatus.REFUND_DUE
              ? repayments.repaid(order, "It is back.")
              : List.of();
        });
  }

  void price(String product, long sat) {
    jdbc.sql("UPDATE product SET price = :price WHERE merchant_id = :merchant AND id = :id")
        .param("price", new BigDecimal(sat))
        .param("merchant", merchant)
        .param("id", product)
        .update();
  }

  void restock(String product, long pieces) {
    jdbc.sql(
            """
            UPDATE product SET quantity = quantity + :pieces
            WHERE merchant_id = :merchant AND id = :id
            """)
        .param("pieces", pieces)
        .param("merchant", merchant)
        .param("id", product)
        .update();
  }

  private void update(String sql) {
    jdbc.sql(sql).param("merchant", merchant).update();
  }

  private List<OrderNews> in(Supplier<List<OrderNews>> work) {
    List<OrderNews> result = transaction.execute(status -> answers.apply(work.get()));
    if (result == null) {
      throw new IllegalStateException("Nothing came of it");
    }
    return result;
  }
}
