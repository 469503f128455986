package market.caravan.refund;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import market.caravan.Instance;
import market.caravan.TransientException;
import market.caravan.lightning.Network;
import market.caravan.lightning.PayOut;
import market.caravan.lightning.PayOuts;
import market.caravan.lightning.UnaskedNode;
import market.caravan.lightning.Wallets;
import market.caravan.order.OrderNews;
import market.caravan.order.Repayments;
import market.caravan.order.TestRepayments;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The real refunds, for tests of the whole of an order's life; each is sent unasked. */
public final class TestRefunds {

  private static final Map<String, Object> UNASKED =
      Map.of("caravan.refunds.automatic-up-to", 1_000_000_000);

  private final PretendedPayOuts node = new PretendedPayOuts(Network.REGTEST);
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final RefundWork work;
  private final RefundCalls calls;
  private final Refunds refunds;
  private final NewRefunds newRefunds;

  public TestRefunds(DataSource dataSource, Clock clock) {
    jdbc = JdbcClient.create(dataSource);
    transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    var properties =
        new Binder(new MapConfigurationPropertySource(UNASKED))
            .bindOrCreate("caravan.refunds", RefundProperties.class);
    var customer = new CustomersWallet(clock);
    var beans = new StaticListableBeanFactory();
    beans.addBean(
        "addresses", (RefundAddresses) (address, amount, network) -> customer.invoice(amount));
    var wallets = Wallets.of(new PayingNode(node));
    var rows = new RefundRows(jdbc, clock);
    var meters = new SimpleMeterRegistry();
    work =
        new RefundWork(
            jdbc, properties, new Instance("test"), clock, new Payers(wallets, jdbc, clock));
    Repayments repayments = TestRepayments.of(dataSource, clock);
    refunds = new Refunds(rows, work, repayments, properties, clock, meters);
    newRefunds = new NewRefunds(rows, repayments, properties, meters);
    calls =
        new RefundCalls(
            wallets,
            beans.getBeanProvider(RefundAddresses.class),
            (pubkey, at) -> Optional.of("ada@example.com"),
            work,
            properties,
            clock);
  }

  private static final class PayingNode extends UnaskedNode {
    private final PayOuts payOuts;

    PayingNode(PayOuts payOuts) {
      this.payOuts = payOuts;
    }

    @Override
    public Optional<PayOuts> payOuts() {
      return Optional.of(payOuts);
    }
  }

  /** Opens what is due back, in the transaction of whoever has decided so. */
  public List<OrderNews> open(List<OrderNews> news) {
    return newRefunds.open(news);
  }

  /**
   * Works at what is due, as the route does.
   *
   * @param step called between any two steps; whoever throws there has killed us
   */
  public void work(Runnable step) {
    work.due()
        .forEachRemaining(
            refund -> {
              step.run();
              try {
                Finding finding = call(refund);
                step.run();
                List<OrderNews> unused = transaction.execute(status -> refunds.record(finding));
                step.run();
              } catch (TransientException e) {
                work.later(refund);
              }
            });
  }

  private Finding call(Refund refund) {
    return switch (calls.next(refund)) {
      case "ADDRESS" -> calls.findAddress(refund);
      case "INVOICE" -> calls.askForInvoice(refund);
      default -> calls.pay(refund);
    };
  }

  /** We start anew. */
  public void restart() {
    work.dropOwnLeases();
  }

  /** The merchant has everything tried again that came to nothing. */
  public void retry(String merchantId) {
    jdbc.sql("SELECT seq FROM refund WHERE state IN ('FAILED', 'WAITS_FOR_INVOICE')")
        .query(Long.class)
        .list()
        .forEach(
            seq -> {
              var retry = new RefundCommand(merchantId, seq, RefundCommand.Decision.RETRY, null);
              List<OrderNews> unused = transaction.execute(status -> refunds.decide(retry));
            });
  }

  /** The next payment comes to something of this number. */
  public void misbehave(int number) {
    PretendedPayOuts.Mood[] moods = PretendedPayOuts.Mood.values();
    node.next(moods[number % moods.length]);
  }

  /** From now on it pays; what was under way comes to one end or the other. */
  public void behave(boolean pays) {
    node.moodsOver();
    node.end(pays ? PayOut.State.SUCCEEDED : PayOut.State.FAILED);
  }

  /** Millisatoshi that have gone back to customers. */
  public long spent() {
    return node.spent().value();
  }
}
