package market.caravan.order;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import javax.sql.DataSource;
import market.caravan.Instance;
import market.caravan.catalog.Catalog;
import market.caravan.catalog.Quote;
import market.caravan.inventory.Holding;
import market.caravan.inventory.Inventory;
import market.caravan.inventory.StockRows;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import market.caravan.lightning.Refusals;
import market.caravan.lightning.UnaskedNode;
import market.caravan.lightning.Wallets;
import market.caravan.money.Currency;
import market.caravan.money.Msat;
import market.caravan.nostr.EventId;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.Pubkey;
import market.caravan.vault.MasterKey;
import market.caravan.vault.Vault;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A merchant's desk with one product, a teapot of which there is one: orders and their payments.
 */
final class Desk {

  static final Msat PRICE = Msat.ofSat(500);

  final CheckoutProperties properties =
      new Binder().bindOrCreate("caravan.checkout", CheckoutProperties.class);
  final NodeWork nodeWork;
  final WalletLookUps lookUps;
  final Inventory inventory;

  /** What the nodes were refused. */
  final List<String> refused = new ArrayList<>();

  private final JdbcClient jdbc;
  private final Clock clock;
  private final TransactionTemplate transaction;
  private final Attempts attempts;
  private final Payments payments;
  private final OrderMoves moves;
  private final OpenInvoices openInvoices;
  private final Orders orders;
  private final OrderHistory history;
  private final Pubkey merchant = KeyPair.generate().pubkey();

  Desk(DataSource dataSource, Clock clock) {
    this(dataSource, clock, Wallets.of(new UnaskedNode()));
  }

  Desk(DataSource dataSource, Clock clock, Wallets wallets) {
    this.clock = clock;
    jdbc = JdbcClient.create(dataSource);
    transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    attempts = new Attempts(jdbc, new Vault(MasterKey.parse("07".repeat(32))), properties, clock);
    orders = new Orders(jdbc, clock);
    history = new OrderHistory(jdbc, clock);
    inventory = new Inventory(new StockRows(jdbc));
    moves = new OrderMoves(orders, history, attempts, inventory, properties);
    payments =
        new Payments(
            orders,
            attempts,
            moves,
            inventory,
            new Autoreplies(history, new Catalog(jdbc)),
            new Binder().bindOrCreate("caravan.payments", PaymentProperties.class),
            new WalletNews(
                jdbc,
                wallets,
                new Refusals((wallet, reason) -> refused.add(wallet + " " + reason))));
    nodeWork = new NodeWork(jdbc, attempts, wallets, properties, new Instance("test"), clock);
    openInvoices = new OpenInvoices(jdbc, wallets);
    lookUps = newLookUps();
    open();
  }

  /** As a process has them that has just started. */
  WalletLookUps newLookUps() {
    return new WalletLookUps(Wallets.DEFAULT, openInvoices, properties, clock);
  }

  private void open() {
    jdbc.sql("INSERT INTO account VALUES ('a', now())").update();
    jdbc.sql(
            """
            INSERT INTO merchant (id, account_id, public_key, private_key_sealed, active, config,
              created_at) VALUES ('m', 'a', :pubkey, '', true, '{}', now())
            """)
        .param("pubkey", merchant.hex())
        .update();
    jdbc.sql(
            """
            INSERT INTO stall (merchant_id, id, wallet, name, currency, description)
            VALUES ('m', 's', '', 'Stall', 'sat', '')
            """)
        .update();
    jdbc.sql(
            """
            INSERT INTO product (merchant_id, id, stall_id, name, description, categories, images,
              price, quantity, active, use_autoreply, shipping)
            VALUES ('m', 'teapot', 's', 'Teapot', '', '{}', '{}', 500, 1, true, false, '[]')
            """)
        .update();
  }

  /** Files an order of the teapot, holds it and names its invoice. */
  PaymentHash place(String id) {
    OrderKey key = new OrderKey(merchant, KeyPair.generate().pubkey(), id);
    return in(
        () -> {
          long seq = file(key);
          Holding holding = new Holding(seq, "m", Map.of("teapot", 1L));
          if (!inventory.hold(List.of(holding)).isEmpty()) {
            throw new IllegalStateException("Somebody holds the teapot");
          }
          Preimage preimage = Preimage.random();
          attempts.name(List.of(NewAttempt.first(seq, order(key, preimage))));
          jdbc.sql("UPDATE orders SET invoice_id = :hash WHERE seq = :seq")
              .param("hash", preimage.hash().hex())
              .param("seq", seq)
              .update();
          return preimage.hash();
        });
  }

  private NewOrder order(OrderKey key, Preimage preimage) {
    PlaceOrder command =
        new PlaceOrder(
            key,
            new EventId("e".repeat(64)),
            clock.instant(),
            "",
            List.of(),
            null,
            null,
            null,
            null,
            Contact.NONE,
            null);
    Quote quote =
        new Quote(PRICE, "s", "", Currency.SAT, "z", "Zone", List.of(), BigDecimal.ZERO, 0, null);
    return new NewOrder("m", command, quote, preimage, Receipt.of(quote));
  }

  private long file(OrderKey key) {
    return jdbc.sql(
            """
            INSERT INTO orders (merchant_id, id, public_key, merchant_public_key, event_id,
              event_created_at, status, content_sha256, contact_data, order_items, extra_data,
              total_msat, placed_at)
            VALUES ('m', :id, :customer, :merchant, 'e', :now, 'PLACED', '', '{}', '[]',
              '{"products": []}', :total, :now) RETURNING seq
            """)
        .param("id", key.id())
        .param("customer", key.customer().hex())
        .param("merchant", key.merchant().hex())
        .param("now", now())
        .param("total", PRICE.value())
        .query(Long.class)
        .single();
  }

  /** The node says so of an invoice; what it has received is the price where it is settled. */
  List<OrderNews> hear(PaymentHash hash, Invoice.State state) {
    return hear(hash, state, PRICE, state == Invoice.State.SETTLED ? PRICE : Msat.ZERO);
  }

  List<OrderNews> hear(PaymentHash hash, Invoice.State state, Msat amount, Msat received) {
    return in(() -> payments.record(List.of(invoice(hash, state, amount, received))));
  }

  private Invoice invoice(PaymentHash hash, Invoice.State state, Msat amount, Msat received) {
    return new Invoice(
        hash,
        "lnbcrt1",
        amount,
        received,
        state,
        clock.instant().plus(properties.invoiceExpiry()),
        state == Invoice.State.SETTLED ? clock.instant() : null);
  }

  /** The node has made an order's invoice under a payment hash of its own. */
  PaymentHash openAnother(long orderSeq) {
    PaymentHash own = Preimage.random().hash();
    Invoice invoice = invoice(own, Invoice.State.OPEN, PRICE, Msat.ZERO);
    in(
        () -> {
          Attempt attempt = attempts.current(List.of(orderSeq)).get(orderSeq);
          return payments.adopt(Objects.requireNonNull(attempt), invoice);
        });
    return own;
  }

  List<OrderNews> giveUp(long orderSeq) {
    return in(() -> payments.giveUp(orderSeq));
  }

  List<OrderNews> expire(long orderSeq) {
    return in(() -> payments.expire(orderSeq));
  }

  List<OrderNews> ship(String orderId, boolean shipped, boolean evenUnpaid) {
    return ship(new ShipOrder("m", orderId, null, shipped, null), evenUnpaid);
  }

  List<OrderNews> ship(String orderId, boolean shipped, String message) {
    return ship(new ShipOrder("m", orderId, null, shipped, message), false);
  }

  private List<OrderNews> ship(ShipOrder command, boolean evenUnpaid) {
    Shipping shipping = new Shipping(orders, history, moves, new FulfilmentProperties(evenUnpaid));
    return in(() -> shipping.ship(command));
  }

  OrderStatus status(String orderId) {
    return OrderStatus.valueOf(text("SELECT status FROM orders WHERE id = :value", orderId));
  }

  @Nullable String instruction(PaymentHash hash) {
    return jdbc.sql("SELECT coalesce(instruction, '-') FROM invoice WHERE payment_hash = :hash")
        .param("hash", hash.hex())
        .query(String.class)
        .single();
  }

  /** Quantity and reserved of the teapot, as {@code 1/0}. */
  String stock() {
    return text("SELECT quantity || '/' || reserved FROM product WHERE id = :value", "teapot");
  }

  int count(String table) {
    return jdbc.sql("SELECT count(*) FROM " + table).query(Integer.class).single();
  }

  private String text(String sql, String value) {
    return jdbc.sql(sql).param("value", value).query(String.class).single();
  }

  <T> T in(Supplier<T> work) {
    T result = transaction.execute(status -> work.get());
    if (result == null) {
      throw new IllegalStateException("Nothing came of it");
    }
    return result;
  }

  private OffsetDateTime now() {
    return Orders.timestamp(clock.instant());
  }
}
