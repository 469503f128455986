package market.caravan.refund;

import static market.caravan.refund.RefundState.DECLINED;
import static market.caravan.refund.RefundState.DUE;
import static market.caravan.refund.RefundState.FAILED;
import static market.caravan.refund.RefundState.PAID;
import static market.caravan.refund.RefundState.SENDING;
import static market.caravan.refund.RefundState.WAITS_FOR_APPROVAL;
import static market.caravan.refund.RefundState.WAITS_FOR_INVOICE;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import market.caravan.PermanentException;
import market.caravan.lightning.PayOut;
import market.caravan.order.Order;
import market.caravan.order.OrderNews;
import market.caravan.order.Repayments;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The one door for all that becomes of a refund, in the transaction of the route: whoever comes in
 * locks the order, then the refund, and what does not fit where it stands by then is no event.
 */
@Component
public class Refunds {

  private static final Logger log = LoggerFactory.getLogger(Refunds.class);

  private final RefundRows rows;
  private final RefundWork work;
  private final Repayments repayments;
  private final RefundProperties properties;
  private final Clock clock;
  private final MeterRegistry meters;

  Refunds(
      RefundRows rows,
      RefundWork work,
      Repayments repayments,
      RefundProperties properties,
      Clock clock,
      MeterRegistry meters) {
    this.rows = rows;
    this.work = work;
    this.repayments = repayments;
    this.properties = properties;
    this.clock = clock;
    this.meters = meters;
  }

  /** What a call over the network has found out; what comes of a claim that is over is dropped. */
  public List<OrderNews> record(Finding finding) {
    Order order = repayments.lock(finding.refund().orderSeq());
    Refund refund = rows.lock(finding.refund().seq());
    boolean over = refund.state() != DUE || refund.claim() != finding.refund().claim();
    if (over && !(finding instanceof Finding.Payment)) {
      return List.of();
    }
    return switch (finding) {
      case Finding.Payment payment -> payment(order, refund, payment);
      case Finding.Address found -> address(order, refund, found.address());
      case Finding.Invoice found -> invoice(order, refund, found.bolt11());
      case Finding.AddressRefused found -> refused(order, refund, found.code());
    };
  }

  private List<OrderNews> address(Order order, Refund refund, @Nullable String address) {
    if (address == null) {
      return ask(order, refund, RefundWords.ask(refund.sat()));
    }
    rows.move(refund, DUE, address, refund.failures(), leaseAfterFailure(refund));
    rows.remember(refund.seq(), "ADDRESS_FOUND", DUE, address);
    return List.of();
  }

  private List<OrderNews> ask(Order order, Refund refund, String words) {
    rows.move(refund, WAITS_FOR_INVOICE, null, refund.failures(), Duration.ZERO);
    rows.remember(refund.seq(), "INVOICE_ASKED", WAITS_FOR_INVOICE, null);
    return List.of(repayments.tell(order, words));
  }

  private List<OrderNews> invoice(Order order, Refund refund, String bolt11) {
    try {
      store(refund, bolt11, refund.address());
      return List.of();
    } catch (PermanentException e) {
      return refused(order, refund, e.code());
    }
  }

  /**
   * Decides by which invoice the refund is sent; after a failure not before one lease is over.
   *
   * @throws PermanentException if it is not the one to be paid; then nothing has moved
   */
  void store(Refund refund, String bolt11, @Nullable String address) {
    String ours = rows.payment(refund.payment()).map(RefundRows.Payment::bolt11).orElse(null);
    Duration wait = leaseAfterFailure(refund);
    Instant until = clock.instant().plus(wait).plus(properties.timeLeft());
    RefundInvoice invoice = InvoiceCheck.require(bolt11, ours, refund.toSend(), until);
    if (rows.isOurs(invoice.paymentHash()) || !rows.store(refund, invoice)) {
      throw new PermanentException("refund-invoice-used", "The invoice was used before");
    }
    rows.move(refund, SENDING, address, refund.failures(), wait);
    rows.remember(refund.seq(), "INVOICE_STORED", SENDING, invoice.paymentHash().hex());
  }

  private List<OrderNews> refused(Order order, Refund refund, String code) {
    count(code);
    tell(refund, code);
    rows.remember(refund.seq(), "ADDRESS_REFUSED", WAITS_FOR_INVOICE, code);
    return ask(order, refund, RefundWords.ask(refund.sat()));
  }

  void count(String code) {
    meters.counter("caravan.refunds.refused", "code", code).increment();
  }

  /** Not a word of what it was, nor of whom. */
  static void tell(Refund refund, String code) {
    log.warn("Refund {} is not sent where it was to go: {}", refund.seq(), code);
  }

  private List<OrderNews> payment(Order order, Refund refund, Finding.Payment payment) {
    PayOut payOut = payment.payOut();
    return switch (payOut.state()) {
      case SUCCEEDED -> paid(order, refund, payOut);
      case FAILED -> failed(order, refund, payOut);
      case IN_FLIGHT -> {
        work.later(payment.refund());
        yield List.of();
      }
    };
  }

  private List<OrderNews> paid(Order order, Refund refund, PayOut payOut) {
    if (!rows.paid(refund, payOut.paymentHash(), payOut.fee())) {
      return List.of();
    }
    if (refund.state() == PAID) {
      meters.counter("caravan.refunds.doubled").increment();
      log.error("Refund {} was paid by an invoice that the node had called failed", refund.seq());
      rows.remember(refund.seq(), "PAID_AGAIN", PAID, payOut.paymentHash().hex());
      return List.of();
    }
    RefundInvoice live = refund.live();
    if (live != null && !live.paymentHash().equals(payOut.paymentHash())) {
      rows.failed(refund, live.paymentHash());
    }
    rows.move(refund, PAID, refund.address(), refund.failures(), Duration.ZERO);
    rows.remember(refund.seq(), "PAID", PAID, payOut.paymentHash().hex());
    return settled(order, RefundWords.paid(refund.sat(), refund.address()));
  }

  /** The order is refunded once nothing of it is to go back any more, whatever ends last. */
  private List<OrderNews> settled(Order order, String words) {
    return rows.isAllSettled(order.seq())
        ? repayments.repaid(order, words)
        : List.of(repayments.tell(order, words));
  }

  private List<OrderNews> failed(Order order, Refund refund, PayOut payOut) {
    if (refund.state() != SENDING || !rows.failed(refund, payOut.paymentHash())) {
      return List.of();
    }
    int failures = refund.failures() + 1;
    boolean hopeless = failures >= 2 * properties.tries();
    boolean again = !hopeless && refund.address() != null && failures < properties.tries();
    RefundState state = hopeless ? FAILED : again ? DUE : WAITS_FOR_INVOICE;
    rows.move(refund, state, again ? refund.address() : null, failures, pause(failures));
    rows.remember(refund.seq(), "PAYMENT_FAILED", state, detail(payOut));
    return state == WAITS_FOR_INVOICE
        ? List.of(repayments.tell(order, RefundWords.askAgain(refund.sat())))
        : List.of();
  }

  /** No shorter than a lease: whoever still had the claim has come to its end by then. */
  private Duration pause(int failures) {
    return longer(properties.pause(failures), properties.lease());
  }

  /**
   * What is left of that lease, wherever another invoice comes from; zero where none has failed.
   */
  Duration leaseAfterFailure(Refund refund) {
    if (refund.earlier().isEmpty()) {
      return Duration.ZERO;
    }
    Instant now = clock.instant();
    Instant over = rows.lastFailure(refund.seq()).orElse(now).plus(properties.lease());
    return longer(Duration.between(now, over), Duration.ZERO);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static String detail(PayOut payOut) {
    String failure = Objects.requireNonNullElse(payOut.failure(), "");
    return failure.length() > 200 ? failure.substring(0, 200) : failure;
  }

  /**
   * What the merchant decides.
   *
   * @throws PermanentException if the merchant has no such refund, or it stands where this can't be
   *     decided
   */
  public List<OrderNews> decide(RefundCommand command) {
    long orderSeq =
        rows.orderOf(command.merchantId(), command.refund())
            .orElseThrow(() -> new PermanentException("unknown-refund", "Refund does not exist"));
    Order order = repayments.lock(orderSeq);
    Refund refund = rows.lock(command.refund());
    return switch (command.decision()) {
      case APPROVE -> begin(refund, Set.of(WAITS_FOR_APPROVAL), "APPROVED");
      case RETRY -> begin(refund, Set.of(FAILED, WAITS_FOR_INVOICE), "RETRIED");
      case DECLINE -> decline(order, refund, Objects.requireNonNull(command.note()));
    };
  }

  private List<OrderNews> begin(Refund refund, Set<RefundState> from, String event) {
    require(refund, from);
    rows.move(refund, DUE, null, 0, Duration.ZERO);
    rows.remember(refund.seq(), event, DUE, null);
    return List.of();
  }

  private List<OrderNews> decline(Order order, Refund refund, String note) {
    require(refund, Set.of(WAITS_FOR_APPROVAL, DUE, WAITS_FOR_INVOICE, FAILED));
    rows.move(refund, DECLINED, refund.address(), refund.failures(), Duration.ZERO);
    rows.remember(refund.seq(), "DECLINED", DECLINED, note);
    return settled(order, note);
  }

  private static void require(Refund refund, Set<RefundState> from) {
    if (!from.contains(refund.state())) {
      throw new PermanentException(
          "refund-state", "The refund stands where this can't be decided: " + refund.state());
    }
  }
}
