package market.caravan.refund;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import market.caravan.PermanentException;
import market.caravan.order.Order;
import market.caravan.order.OrderNews;
import market.caravan.order.Repayments;
import org.springframework.stereotype.Component;

/** Invoices and Lightning addresses that customers send, in the transaction that files them. */
@Component
public class OfferedInvoices {

  private static final String REFUSED = "INVOICE_REFUSED";
  private static final String ADDRESS = "ADDRESS_SENT";

  private final RefundRows rows;
  private final Refunds refunds;
  private final Repayments repayments;
  private final RefundProperties properties;

  OfferedInvoices(
      RefundRows rows, Refunds refunds, Repayments repayments, RefundProperties properties) {
    this.rows = rows;
    this.refunds = refunds;
    this.repayments = repayments;
    this.properties = properties;
  }

  /**
   * Takes what fits a refund that waits for it; what does not is refused with the reason. Of a
   * customer for whom no refund waits it is a message like any other.
   *
   * @param news what customers are to be told already
   * @return the same, and what there is to be told of the invoices
   */
  public List<OrderNews> accept(List<OrderNews> news, List<OfferedInvoice> offers) {
    if (offers.isEmpty()) {
      return news;
    }
    List<OrderNews> all = new ArrayList<>(news);
    for (OfferedInvoice offer : offers) {
      all.addAll(accept(offer));
    }
    return all;
  }

  private List<OrderNews> accept(OfferedInvoice offer) {
    List<Refund> waiting = rows.waiting(offer.merchant(), offer.customer());
    if (waiting.isEmpty()) {
      return List.of();
    }
    Refund meant = meant(waiting, offer.text());
    Order order = repayments.lock(meant.orderSeq());
    Refund refund = rows.lock(meant.seq());
    return refund.state() == RefundState.WAITS_FOR_INVOICE
        ? accept(order, refund, offer.text())
        : List.of();
  }

  /**
   * The oldest of exactly that amount; the oldest of all where there is none, or for an address.
   */
  private static Refund meant(List<Refund> waiting, String text) {
    return InvoiceCheck.amount(text).stream()
        .flatMap(amount -> waiting.stream().filter(refund -> refund.toSend().equals(amount)))
        .findFirst()
        .orElse(waiting.getFirst());
  }

  private List<OrderNews> accept(Order order, Refund refund, String text) {
    if (text.indexOf('@') >= 0) {
      if (isTooOften(refund, ADDRESS)) {
        return List.of();
      }
      Duration wait = refunds.leaseAfterFailure(refund);
      rows.move(refund, RefundState.DUE, text, refund.failures(), wait);
      rows.remember(refund.seq(), ADDRESS, RefundState.DUE, text);
      return List.of();
    }
    try {
      refunds.store(refund, text, null);
      return List.of();
    } catch (PermanentException e) {
      return refuse(order, refund, e);
    }
  }

  private boolean isTooOften(Refund refund, String event) {
    return rows.count(refund.seq(), event, Duration.ofMinutes(1))
        >= properties.maxRepliesPerMinute();
  }

  /** Not without end: of whoever goes on and on, most is only counted. */
  private List<OrderNews> refuse(Order order, Refund refund, PermanentException why) {
    refunds.count(why.code());
    if (isTooOften(refund, REFUSED)) {
      return List.of();
    }
    Refunds.tell(refund, why.code());
    rows.remember(refund.seq(), REFUSED, refund.state(), why.code());
    String words = RefundWords.refused(Objects.requireNonNull(why.getMessage()));
    return List.of(repayments.tell(order, words));
  }
}
