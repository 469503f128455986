package market.caravan.restore;

import static market.caravan.Columns.flags;
import static market.caravan.Columns.texts;
import static market.caravan.Columns.times;

import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import javax.sql.DataSource;
import market.caravan.CaravanException;
import market.caravan.Instance;
import market.caravan.TransientException;
import market.caravan.catalog.Catalog;
import market.caravan.dialect.PastMessageReader;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.UnaskedNode;
import market.caravan.lightning.Wallets;
import market.caravan.mailbox.History;
import market.caravan.mailbox.StoredMessage;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.Pubkey;
import market.caravan.order.TestPastOrders;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A merchant of whom there are messages and nothing else, a node that is asked and never told, and
 * runs that go as the route has them go.
 */
final class Archive {

  final Pubkey merchant = KeyPair.generate().pubkey();
  final RestoreRuns runs;
  private final RestoreFindings findings;
  final Restorer restorer;
  final TestPastOrders orders;
  final Map<PaymentHash, Invoice> node = new HashMap<>();
  boolean isNodeAway;

  private final String id;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  Archive(String id, DataSource dataSource, Clock clock) {
    this.id = id;
    jdbc = JdbcClient.create(dataSource);
    transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    runs =
        new RestoreRuns(
            jdbc,
            new Binder().bindOrCreate("caravan.restore", RestoreProperties.class),
            new Instance("test"),
            clock);
    findings = new RestoreFindings(jdbc);
    orders = new TestPastOrders(jdbc, clock);
    restorer =
        new Restorer(
            runs,
            findings,
            new History(jdbc),
            new PastMessageReader(),
            orders.pastOrders,
            new Catalog(jdbc),
            Wallets.of(new UnaskedNode()));
    open();
  }

  private void open() {
    jdbc.sql("INSERT INTO account VALUES (:id, now())").param("id", id).update();
    jdbc.sql(
            """
            INSERT INTO merchant (id, account_id, public_key, private_key_sealed, active, config,
              created_at) VALUES (:id, :id, :pubkey, '', true, '{}', now())
            """)
        .param("id", id)
        .param("pubkey", merchant.hex())
        .update();
  }

  void openStall(String stall) {
    jdbc.sql(
            """
            INSERT INTO stall (merchant_id, id, wallet, name, currency, description)
            VALUES (:id, :stall, '', 'Stall', 'sat', '')
            """)
        .param("id", id)
        .param("stall", stall)
        .update();
    jdbc.sql("INSERT INTO zone VALUES (:id, 'z', 'Zone', 'sat', 5, '{}') ON CONFLICT DO NOTHING")
        .param("id", id)
        .update();
    jdbc.sql("INSERT INTO stall_zone VALUES (:id, :stall, 'z', 0)")
        .param("id", id)
        .param("stall", stall)
        .update();
  }

  /** A product for 400 sat, of which there are seven. */
  void shelve(String product, String stall) {
    jdbc.sql(
            """
            INSERT INTO product (merchant_id, id, stall_id, name, description, categories, images,
              price, quantity, active, use_autoreply, autoreply_message, shipping)
            VALUES (:id, :product, :stall, 'The ' || :product, '', '{}', '{}', 400, 7, true, true,
              'Thanks', '[]')
            ON CONFLICT (merchant_id, id) DO UPDATE SET stall_id = excluded.stall_id
            """)
        .param("id", id)
        .param("product", product)
        .param("stall", stall)
        .update();
  }

  Said customer(String orderId) {
    return new Said(KeyPair.generate().pubkey(), orderId);
  }

  /** As intake files it: orders that the merchant has answered are history. */
  void file(StoredMessage... messages) {
    file(List.of(messages));
  }

  void file(Collection<StoredMessage> messages) {
    jdbc.sql(
            """
            INSERT INTO message (merchant_id, event_id, event_created_at, kind, customer, incoming,
              type, order_id, content, event, relay, state, received_at)
            SELECT :merchant, event_id, at, 4, customer, incoming, type, order_id, content, '{}',
              'ws://relay', CASE WHEN type = 0 THEN 'HISTORY' ELSE 'DONE' END, now()
            FROM unnest(:events, :ats::timestamptz[], :customers, :incoming, :types, :orders,
              :contents) AS m (event_id, at, customer, incoming, type, order_id, content)
            """)
        .param("merchant", id)
        .param("events", texts(messages, it -> it.eventId().hex()))
        .param("ats", times(messages, StoredMessage::createdAt))
        .param("customers", texts(messages, it -> it.customer().hex()))
        .param("incoming", flags(messages, StoredMessage::incoming))
        .param("types", messages.stream().map(StoredMessage::type).toArray(Integer[]::new))
        .param("orders", texts(messages, StoredMessage::orderId))
        .param("contents", texts(messages, StoredMessage::text))
        .update();
  }

  void says(Invoice invoice) {
    node.put(invoice.paymentHash(), invoice);
  }

  /** A run from its beginning to its end. */
  RestoreRun restore() {
    return goOn(runs.request(id, null, false));
  }

  RestoreRun restoreDryly() {
    return goOn(runs.request(id, null, true));
  }

  RestoreRun goOn(RestoreRun run) {
    RestorePage page = restorer.begin(run);
    while (page != null) {
      page = step(page);
    }
    return runs.find(run.id()).orElseThrow();
  }

  /** What the route does with a page. */
  @Nullable RestorePage step(RestorePage page) {
    if (!page.isComplete()) {
      return restorer.heard(page, ask(page));
    }
    try {
      return restorer.next(write(page));
    } catch (RuntimeException e) {
      return restorer.failed(page, e, e instanceof CaravanException ours && isTransient(ours));
    }
  }

  private static boolean isTransient(CaravanException failure) {
    return failure instanceof TransientException;
  }

  RestoreRun write(RestorePage page) {
    Supplier<RestoreRun> work = () -> restorer.file(page);
    return Objects.requireNonNull(transaction.execute(status -> work.get()));
  }

  private Object ask(RestorePage page) {
    return isNodeAway
        ? new TransientException("node-away", "Nobody answers")
        : page.asked().stream().filter(node::containsKey).map(node::get).toList();
  }

  <T> T in(Supplier<T> work) {
    return Objects.requireNonNull(transaction.execute(status -> work.get()));
  }

  List<Finding> found(RestoreRun run) {
    return findings.found(run.id(), Long.MAX_VALUE, 1_000).stream()
        .map(RestoreFindings.Found::finding)
        .toList()
        .reversed();
  }
}
