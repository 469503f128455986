package market.caravan.order;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;
import market.caravan.PermanentException;
import market.caravan.TestClock;
import market.caravan.TransientException;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.InvoiceRefusedException;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.UnknownInvoiceException;
import market.caravan.refund.TestRefunds;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A merchant, a node and what the routes do between them, step by step: the real beans, which can
 * be killed between any two steps.
 */
final class NodeTrade {

  /** As a power cut: nothing after it is done. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** How long a node is waited for that does not answer, past an invoice's expiry. */
  static final Duration SILENCE = Duration.ofMinutes(3);

  final TestClock clock = new TestClock(Instant.parse("2026-05-06T07:08:09Z"));
  final FickleNode node;
  final Trade trade;
  final TestRefunds refunds;

  /** Invoices that a customer has seen. */
  private final Set<String> shown = new HashSet<>();

  private final List<Invoice> heard = new ArrayList<>();
  private final AtomicInteger untilKilled = new AtomicInteger(Integer.MAX_VALUE);
  private final JdbcClient jdbc;
  private WalletLookUps lookUps;
  private boolean wasKilled;

  NodeTrade(DataSource dataSource, boolean holdsPayments, boolean takesPreimages) {
    node = new FickleNode(clock, takesPreimages);
    jdbc = JdbcClient.create(dataSource);
    refunds = new TestRefunds(dataSource, clock);
    Map<String, Object> terms =
        Map.of(
            "caravan.checkout.hold",
            holdsPayments ? "always" : "never",
            "caravan.checkout.node-silence",
            SILENCE);
    trade = new Trade(dataSource, clock, terms, refunds::open);
    lookUps = trade.lookUps();
  }

  /** The process is killed after so many more steps. */
  void killAfter(int steps) {
    untilKilled.set(steps);
  }

  private void step() {
    if (untilKilled.getAndDecrement() <= 0) {
      throw new Killed();
    }
  }

  /** Does it, and starts anew where it is killed in the middle. */
  private void survive(Runnable work) {
    try {
      work.run();
    } catch (Killed e) {
      wasKilled = true;
      untilKilled.set(Integer.MAX_VALUE);
      node.loseNews();
      trade.nodeWork.dropOwnLeases();
      refunds.restart();
      lookUps = trade.lookUps();
    }
  }

  /** What somebody asks of us; a refusal is an answer, too. */
  void ask(Supplier<List<OrderNews>> command) {
    survive(
        () -> {
          try {
            tell(command.get());
          } catch (PermanentException e) {
            step();
          }
        });
  }

  private void tell(List<OrderNews> news) {
    for (OrderNews each : news) {
      if (each instanceof OrderNews.PaymentRequested request) {
        shown.add(request.bolt11());
      }
    }
    step();
  }

  private void hear(Invoice invoice) {
    heard.add(invoice);
    step();
    tell(trade.hear(List.of(invoice)));
  }

  boolean isShown(FickleNode.Kept kept) {
    return shown.contains(String.valueOf(kept.invoice().bolt11()));
  }

  /** {@code request-payment}. */
  void request() {
    survive(() -> trade.nodeWork.invoicesToRequest().forEachRemaining(this::request));
  }

  private void request(Attempt attempt) {
    step();
    try {
      Invoice invoice = node.create(trade.nodeWork.request(attempt));
      if (trade.nodeWork.isAsNamed(attempt, invoice)) {
        hear(invoice);
      } else {
        step();
        tell(trade.adopt(attempt, invoice));
      }
    } catch (InvoiceRefusedException e) {
      tell(trade.giveUp(attempt.orderSeq()));
    } catch (TransientException e) {
      step();
    }
  }

  /** {@code instruct-node}. */
  void instruct() {
    survive(() -> trade.nodeWork.instructions().forEachRemaining(this::instruct));
  }

  private void instruct(Attempt attempt) {
    step();
    try {
      hear(answer(attempt));
    } catch (UnknownInvoiceException e) {
      hear(attempt.unknownToTheNode());
    } catch (TransientException | PermanentException e) {
      step();
    }
  }

  private Invoice answer(Attempt attempt) {
    if (attempt.instruction() == Attempt.Instruction.SETTLE) {
      return node.settle(trade.nodeWork.preimage(attempt));
    }
    PaymentHash hash = attempt.paymentHash();
    if (attempt.cancellation().equals("CANCEL")) {
      return node.cancel(hash);
    }
    return node.lookUp(List.of(hash)).stream()
        .filter(invoice -> invoice.state() == Invoice.State.HELD)
        .findFirst()
        .orElseGet(() -> node.cancel(hash));
  }

  /** {@code look-up-payments}. */
  void lookUp() {
    survive(() -> lookUps.due().forEachRemaining(this::lookUp));
  }

  private void lookUp(List<PaymentHash> hashes) {
    step();
    try {
      node.lookUp(hashes).stream()
          .filter(invoice -> invoice.state() != Invoice.State.OPEN)
          .forEach(this::hear);
    } catch (TransientException e) {
      lookUps.missed();
    }
  }

  /** {@code watch-payments}, of one piece of news, whichever comes first. */
  void push(int which) {
    if (!node.news.isEmpty()) {
      Invoice invoice = node.news.get(which % node.news.size());
      survive(
          () -> {
            hear(invoice);
            node.news.remove(invoice);
          });
    }
  }

  /** Something that was heard before is heard once more. */
  void pushAgain(int which) {
    if (!heard.isEmpty()) {
      survive(() -> hear(heard.get(which % heard.size())));
    }
  }

  /** {@code keep-deadlines}. */
  private void keepDeadlines() {
    trade.nodeWork.cancelOverdue();
    for (long order : trade.nodeWork.withoutInvoice()) {
      tell(trade.giveUp(order));
    }
    for (long order : trade.nodeWork.withoutAnswer()) {
      tell(trade.expire(order));
    }
  }

  void payBack() {
    survive(() -> refunds.work(this::step));
  }

  /**
   * What every second brings, after some time.
   *
   * @return whether all of it could be done
   */
  boolean round(Duration later) {
    clock.advance(later);
    node.forgive();
    wasKilled = false;
    survive(this::keepDeadlines);
    while (!node.news.isEmpty()) {
      push(0);
    }
    lookUp();
    instruct();
    instruct(); // which whatever is recorded wakes
    request();
    payBack();
    return !node.wasDisturbed() && !wasKilled;
  }

  /** Everybody behaves from now on, and there is time. */
  void comeToAnEnd() {
    killAfter(Integer.MAX_VALUE);
    node.behave();
    round(Duration.ofMinutes(16));
    for (int i = 0; i < 12 && !isAtItsEnd(); i++) {
      refunds.behave(i % 2 == 1);
      refunds.retry(trade.merchant());
      round(Duration.ofMinutes(11));
    }
  }

  /** Whether nobody has anything left to do. */
  private boolean isAtItsEnd() {
    return jdbc.sql(
            """
            SELECT NOT EXISTS (SELECT FROM invoice
                WHERE state IN ('NAMED', 'OPEN', 'HELD') OR instruction IS NOT NULL)
              AND NOT EXISTS (SELECT FROM refund WHERE state <> 'PAID')
            """)
        .query(Boolean.class)
        .single();
  }
}
