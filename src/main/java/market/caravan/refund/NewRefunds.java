package market.caravan.refund;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import market.caravan.PermanentException;
import market.caravan.money.Msat;
import market.caravan.order.Order;
import market.caravan.order.OrderNews;
import market.caravan.order.OrderStatus;
import market.caravan.order.RefundReason;
import market.caravan.order.Repayments;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Takes down that money goes back, in the transaction that has decided so and has locked the order.
 */
@Component
public class NewRefunds {

  private static final Logger log = LoggerFactory.getLogger(NewRefunds.class);

  private static final Set<RefundReason> NOT_THE_ORDERS_OWN =
      Set.of(RefundReason.OVERPAID, RefundReason.PAID_TWICE);

  private final RefundRows rows;
  private final Repayments repayments;
  private final RefundProperties properties;
  private final MeterRegistry meters;

  NewRefunds(
      RefundRows rows, Repayments repayments, RefundProperties properties, MeterRegistry meters) {
    this.rows = rows;
    this.repayments = repayments;
    this.properties = properties;
    this.meters = meters;
  }

  /**
   * Opens a refund for each piece of news that money goes back; the customer is told how much in
   * what they are told of the order anyway. An order of which nothing is left to go back is
   * refunded. Where there is no such news, nothing is done at all.
   *
   * @return the news for the customers
   * @throws PermanentException if a merchant gives back more than is left of the payment
   */
  public List<OrderNews> open(List<OrderNews> news) {
    Map<Order, String> words = new LinkedHashMap<>();
    List<OrderNews> refunded = new ArrayList<>();
    for (OrderNews each : news) {
      if (each instanceof OrderNews.RefundDue due) {
        open(due)
            .ifPresentOrElse(
                w -> words.merge(due.order(), w, (one, other) -> one + "\n" + other),
                () -> refunded.addAll(refunded(due.order())));
      }
    }
    return Stream.concat(told(news, words).stream(), refunded.stream()).toList();
  }

  private List<OrderNews> refunded(Order order) {
    return order.status() == OrderStatus.REFUND_DUE && rows.isAllSettled(order.seq())
        ? repayments.repaid(order, RefundWords.ALL_BACK)
        : List.of();
  }

  private List<OrderNews> told(List<OrderNews> news, Map<Order, String> words) {
    Map<Long, String> unsaid = new LinkedHashMap<>();
    words.forEach((order, text) -> unsaid.put(order.seq(), text));
    List<OrderNews> told =
        news.stream()
            .filter(each -> !(each instanceof OrderNews.RefundDue))
            .map(each -> withWords(each, unsaid))
            .toList();
    Stream<OrderNews> rest =
        words.keySet().stream()
            .filter(order -> unsaid.containsKey(order.seq()))
            .map(order -> repayments.tell(order, Objects.requireNonNull(unsaid.get(order.seq()))));
    return Stream.concat(told.stream(), rest).toList();
  }

  /** What the customer is told of the order anyway says it, too. */
  private static OrderNews withWords(OrderNews news, Map<Long, String> unsaid) {
    if (!(news instanceof OrderNews.StatusChanged changed)) {
      return news;
    }
    String text = unsaid.remove(changed.order().seq());
    if (text == null) {
      return news;
    }
    String message = changed.message();
    return new OrderNews.StatusChanged(
        changed.order(), message == null ? text : message + "\n" + text);
  }

  /** Empty where nothing new goes back. */
  private Optional<String> open(OrderNews.RefundDue due) {
    if (rows.isKnown(due.paymentHash(), due.reason())) {
      return Optional.empty();
    }
    Msat amount = amount(due);
    if (amount.compareTo(Msat.ofSat(1)) < 0) {
      return Optional.empty(); // less than any wallet can ask for
    }
    Order order = due.order();
    boolean whole =
        order.status() == OrderStatus.REFUND_DUE && !NOT_THE_ORDERS_OWN.contains(due.reason());
    RefundState state =
        properties.isAutomatic(order.key().merchant(), amount)
            ? RefundState.DUE
            : RefundState.WAITS_FOR_APPROVAL;
    OptionalLong seq = rows.insert(order, due.paymentHash(), due.reason(), amount, whole, state);
    if (seq.isEmpty()) {
      return Optional.empty();
    }
    rows.remember(seq.getAsLong(), "OPENED", state, null);
    return Optional.of(RefundWords.due(due.reason(), amount.value() / 1_000));
  }

  /** Never more than is left of what was received, whoever asks for it. */
  private Msat amount(OrderNews.RefundDue due) {
    Msat rest = rows.payment(due.paymentHash()).map(RefundRows.Payment::rest).orElse(Msat.ZERO);
    if (due.amount().compareTo(rest) <= 0) {
      return due.amount();
    }
    if (due.reason() == RefundReason.MERCHANT) {
      throw new PermanentException(
          "refund-exceeds-payment", "This is more than is left of what was paid");
    }
    meters.counter("caravan.refunds.refused", "code", "exceeds-payment").increment();
    log.warn("A refund of order {} is cut to what is left of its payment", due.order().seq());
    return rest;
  }
}
