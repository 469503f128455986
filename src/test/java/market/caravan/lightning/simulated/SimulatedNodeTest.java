package market.caravan.lightning.simulated;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import market.caravan.CaravanException;
import market.caravan.PostgresTest;
import market.caravan.TestClock;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.InvoiceRequest;
import market.caravan.lightning.NodeKey;
import market.caravan.lightning.Preimage;
import market.caravan.lightning.Wallets;
import market.caravan.money.Msat;
import market.caravan.vault.MasterKey;
import market.caravan.vault.Vault;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Base of the simulated node's tests: a node on a database of its own, and a clock to move. */
abstract class SimulatedNodeTest extends PostgresTest {

  static final Duration EXPIRY = Duration.ofMinutes(15);
  static final Msat AMOUNT = Msat.ofSat(2_100);

  final TestClock clock = new TestClock(Instant.parse("2026-05-01T12:00:00.789Z"));
  final Vault vault = new Vault(MasterKey.parse(MasterKey.generate()));
  final JdbcTransactionManager transactions = new JdbcTransactionManager(dataSource);
  private final NodeKey key = keyFrom(database(dataSource));
  final SimulatedNode node = node();

  /** One that has just started on the test's database. */
  SimulatedNode node() {
    return node(dataSource);
  }

  SimulatedNode node(DataSource source) {
    var database = database(source);
    return new SimulatedNode(
        database,
        new SimulatedInvoices(database),
        new SimulatedPayments(database),
        new InvoiceMaker(key, clock, 80),
        vault,
        clock,
        new InvoiceNews(10));
  }

  NodeKey keyFrom(NodeDatabase database) {
    return new NodeKeyStore(database, vault).loadOrDraw(InvoiceMaker.NETWORK, Wallets.DEFAULT);
  }

  NodeDatabase database(DataSource source) {
    return new NodeDatabase(JdbcClient.create(source), transactions);
  }

  static <T> List<T> atOnce(int callers, Callable<T> call) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<T>> calls = IntStream.range(0, callers).mapToObj(i -> call).toList();
      return threads.invokeAll(calls).stream().map(SimulatedNodeTest::result).toList();
    }
  }

  static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  String outcomeOfPaying(Invoice invoice) {
    try {
      return node.pay(text(invoice)).state().name();
    } catch (CaravanException e) {
      return e.code();
    }
  }

  Invoice lookUp(Invoice invoice) {
    return node.lookUp(List.of(invoice.paymentHash())).getFirst();
  }

  static String text(Invoice invoice) {
    return Objects.requireNonNull(invoice.bolt11());
  }

  static InvoiceRequest request(Preimage preimage) {
    return new InvoiceRequest(
        preimage.hash(), preimage, AMOUNT, "Order 'ä' for pubkey 'b'", EXPIRY);
  }

  static InvoiceRequest holdRequest(Preimage preimage) {
    return new InvoiceRequest(preimage.hash(), null, AMOUNT, "held", EXPIRY);
  }
}
