package market.caravan.refund;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import market.caravan.Instance;
import market.caravan.TestClock;
import market.caravan.TransientException;
import market.caravan.lightning.Network;
import market.caravan.lightning.PayOuts;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import market.caravan.lightning.Readiness;
import market.caravan.lightning.UnaskedNode;
import market.caravan.lightning.Wallets;
import market.caravan.money.Msat;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.Pubkey;
import market.caravan.order.Order;
import market.caravan.order.OrderNews;
import market.caravan.order.RefundReason;
import market.caravan.order.Repayments;
import market.caravan.order.TestRepayments;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A merchant's refunds with the real beans, worked at as the routes do. */
final class Till {

  static final Msat RECEIVED = Msat.ofSat(500);

  final TestClock clock = new TestClock(Instant.parse("2026-05-06T07:08:09Z"));
  final PretendedPayOuts node = new PretendedPayOuts(Network.REGTEST);
  final PretendedPayOuts spare = new PretendedPayOuts(Network.SIGNET);
  volatile boolean spareIsAway;
  final CustomersWallet wallet = new CustomersWallet(clock);
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final KeyPair customer = KeyPair.generate();
  final Pubkey merchant = KeyPair.generate().pubkey();
  final RefundWork work;
  final Payers payers;
  final RefundCalls calls;
  final RefundRows rows;
  final RefundProperties properties;
  private final NewRefunds newRefunds;
  private final OfferedInvoices offered;
  private final Refunds refunds;
  private final Repayments repayments;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  /** What the relays and an address's server say; each may throw. */
  Supplier<Optional<String>> profile = Optional::empty;

  Supplier<String> addressInvoice = () -> wallet.invoice(RECEIVED);

  /** Of the wallet that is to pay the invoice which an address was last asked for. */
  @Nullable Network askedFor;

  Till(DataSource dataSource) {
    this(dataSource, true, 1_000);
  }

  Till(DataSource dataSource, boolean canPay, long automaticUpTo) {
    jdbc = JdbcClient.create(dataSource);
    transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    properties =
        new RefundProperties(
            automaticUpTo,
            Map.of(),
            10_000,
            10,
            3,
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofSeconds(5),
            Duration.ofMinutes(10),
            20,
            5);
    var beans = new StaticListableBeanFactory();
    beans.addBean(
        "addresses",
        (RefundAddresses)
            (address, amount, network) -> {
              askedFor = network;
              return addressInvoice.get();
            });
    var wallets =
        new Wallets(
            Map.of(
                Wallets.DEFAULT,
                new PayingNode(canPay ? node : null, () -> Readiness.READY),
                "spare",
                new PayingNode(spare, () -> spareIsAway ? Readiness.AWAY : Readiness.READY)),
            64);
    payers = new Payers(wallets, jdbc, clock);
    rows = new RefundRows(jdbc, clock);
    work = new RefundWork(jdbc, properties, new Instance("test"), clock, payers);
    repayments = TestRepayments.of(dataSource, clock);
    refunds = new Refunds(rows, work, repayments, properties, clock, meters);
    newRefunds = new NewRefunds(rows, repayments, properties, meters);
    offered = new OfferedInvoices(rows, refunds, repayments, properties);
    calls =
        new RefundCalls(
            wallets,
            beans.getBeanProvider(RefundAddresses.class),
            (pubkey, at) -> profile.get(),
            work,
            properties,
            clock);
    openShop();
  }

  /** Pays out where it has something to pay with, and does nothing else. */
  private static final class PayingNode extends UnaskedNode {
    private final @Nullable PayOuts payOuts;
    private final Supplier<Readiness> readiness;

    PayingNode(@Nullable PayOuts payOuts, Supplier<Readiness> readiness) {
      this.payOuts = payOuts;
      this.readiness = readiness;
    }

    @Override
    public Optional<PayOuts> payOuts() {
      return Optional.ofNullable(payOuts);
    }

    @Override
    public Readiness readiness() {
      return readiness.get();
    }
  }

  private void openShop() {
    jdbc.sql("INSERT INTO account VALUES ('a', now())").update();
    jdbc.sql(
            """
            INSERT INTO merchant (id, account_id, public_key, private_key_sealed, active, config,
              created_at) VALUES ('m', 'a', :pubkey, '', true, '{}', now())
            """)
        .param("pubkey", merchant.hex())
        .update();
  }

  /** A paid order whose money is to go back; the hash of its payment. */
  PaymentHash order(String id, String status, Msat received) {
    return order(id, status, received, "");
  }

  /** The same, paid at this wallet. */
  PaymentHash order(String id, String status, Msat received, String at) {
    PaymentHash hash = Preimage.random().hash();
    long seq =
        jdbc.sql(
                """
                INSERT INTO orders (merchant_id, id, public_key, merchant_public_key, event_id,
                  event_created_at, status, content_sha256, contact_data, order_items, extra_data,
                  total_msat, placed_at)
                VALUES ('m', :id, :customer, :merchant, 'e', :now, :status, '', '{}', '[]',
                  '{"products": []}', :total, :now) RETURNING seq
                """)
            .param("id", id)
            .param("status", status)
            .param("customer", customer.pubkey().hex())
            .param("merchant", merchant.hex())
            .param("now", clock.instant().atOffset(ZoneOffset.UTC))
            .param("total", received.value())
            .query(Long.class)
            .single();
    jdbc.sql(
            """
            INSERT INTO invoice (order_seq, attempt, wallet, payment_hash, amount_msat, memo,
              expiry_s, state, received_msat, bolt11, created_at)
            VALUES (:order, 1, :wallet, :hash, :amount, '', 900, 'SETTLED', :amount, :bolt11, now())
            """)
        .param("order", seq)
        .param("hash", hash.hex())
        .param("wallet", at)
        .param("amount", received.value())
        .param("bolt11", wallet.invoice(networkOf(at), received, hash))
        .update();
    return hash;
  }

  private static Network networkOf(String at) {
    return at.equals("spare") ? Network.SIGNET : Network.REGTEST;
  }

  /** A refund of a whole order, automatic; its row. */
  long due(String id) {
    return due(id, "");
  }

  /** The same of one that was paid at this wallet. */
  long due(String id, String at) {
    PaymentHash hash = order(id, "REFUND_DUE", RECEIVED, at);
    open(List.of(refundDue(id, hash, RECEIVED, RefundReason.SOLD_OUT)));
    return jdbc.sql("SELECT seq FROM refund WHERE payment_hash = :hash")
        .param("hash", hash.hex())
        .query(Long.class)
        .single();
  }

  OrderNews.RefundDue refundDue(String id, PaymentHash hash, Msat amount, RefundReason reason) {
    return new OrderNews.RefundDue(order(id), hash, amount, reason);
  }

  Order order(String id) {
    long seq =
        jdbc.sql("SELECT seq FROM orders WHERE id = :id")
            .param("id", id)
            .query(Long.class)
            .single();
    return in(() -> repayments.lock(seq));
  }

  List<OrderNews> open(List<OrderNews> news) {
    return in(
        () -> {
          news.forEach(each -> repayments.lock(each.order().seq()));
          return newRefunds.open(news);
        });
  }

  List<OrderNews> offer(String text) {
    return in(
        () ->
            offered.accept(
                List.of(), List.of(new OfferedInvoice(merchant, customer.pubkey(), text))));
  }

  List<OrderNews> decide(long refund, RefundCommand.Decision decision, @Nullable String note) {
    return in(() -> refunds.decide(new RefundCommand("m", refund, decision, note)));
  }

  List<OrderNews> record(Finding finding) {
    return in(() -> refunds.record(finding));
  }

  /** What is due is worked at, as the route does, until nothing is due at this moment. */
  List<OrderNews> pay() {
    List<OrderNews> told = new ArrayList<>();
    for (List<Refund> claimed = claim(); !claimed.isEmpty(); claimed = claim()) {
      claimed.forEach(refund -> told.addAll(step(refund)));
    }
    return told;
  }

  List<Refund> claim() {
    List<Refund> claimed = new ArrayList<>();
    Iterator<Refund> due = work.due();
    due.forEachRemaining(claimed::add);
    return claimed;
  }

  /** A call and its record, or what the route does where either fails. */
  List<OrderNews> step(Refund refund) {
    try {
      return record(call(refund));
    } catch (TransientException e) {
      work.later(refund);
      return List.of();
    }
  }

  Finding call(Refund refund) {
    return switch (calls.next(refund)) {
      case "ADDRESS" -> calls.findAddress(refund);
      case "INVOICE" -> calls.askForInvoice(refund);
      default -> calls.pay(refund);
    };
  }

  /** Some time later, with what is due by then. */
  List<OrderNews> payAfter(Duration pause) {
    clock.advance(pause);
    return pay();
  }

  Refund refund(long seq) {
    return in(() -> rows.lock(seq));
  }

  RefundState state(long seq) {
    return refund(seq).state();
  }

  String orderStatus(String id) {
    return order(id).status().name();
  }

  List<String> history(long seq) {
    return jdbc.sql("SELECT event FROM refund_history WHERE refund_seq = :seq ORDER BY seq")
        .param("seq", seq)
        .query(String.class)
        .list();
  }

  int count(String sql) {
    return jdbc.sql("SELECT count(*) FROM " + sql).query(Integer.class).single();
  }

  double refused(String code) {
    return meters.counter("caravan.refunds.refused", "code", code).count();
  }

  static String words(List<OrderNews> news) {
    return news.stream()
        .map(each -> String.valueOf(((OrderNews.StatusChanged) each).message()))
        .reduce("", (one, other) -> one + other);
  }

  <T> T in(Supplier<T> work) {
    T result = transaction.execute(status -> work.get());
    if (result == null) {
      throw new IllegalStateException("Nothing came of it");
    }
    return result;
  }
}
