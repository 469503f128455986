package market.caravan.order;

import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toList;
import static market.caravan.order.OrderEvent.CONTRADICTED;
import static market.caravan.order.OrderEvent.HELD_SOLD_OUT;
import static market.caravan.order.OrderEvent.REISSUED;
import static market.caravan.order.OrderEvent.REPEATED;
import static market.caravan.order.OrderEvent.SETTLED_SOLD_OUT;
import static market.caravan.order.OrderEvent.SOLD_OUT;
import static market.caravan.order.Outcome.Node.CANCEL;
import static market.caravan.order.Outcome.Node.CANCEL_ALL;
import static market.caravan.order.Outcome.Node.CANCEL_OTHERS;
import static market.caravan.order.Outcome.Node.SETTLE;
import static market.caravan.order.Outcome.Stock.COMMIT;
import static market.caravan.order.Outcome.Stock.RELEASE;
import static market.caravan.order.Outcome.Stock.RETURN;
import static market.caravan.order.Outcome.Stock.SECURE;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import market.caravan.PermanentException;
import market.caravan.inventory.Inventory;
import market.caravan.lightning.PaymentHash;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Carries out what {@link Transitions} says of a locked order. */
@Component
class OrderMoves {

  private static final String ANOTHER_ORDER =
      "You have another order with this id already, please give this one an id of its own";
  private static final String NOT_IN_STOCK =
      "What you ordered is not in stock any more in this number";
  private static final String NOT_CHARGED =
      "What you ordered was sold out a moment before your payment came: your payment is given back,"
          + " you are not charged.";

  private final Orders orders;
  private final OrderHistory history;
  private final Attempts attempts;
  private final Inventory inventory;
  private final CheckoutProperties properties;

  OrderMoves(
      Orders orders,
      OrderHistory history,
      Attempts attempts,
      Inventory inventory,
      CheckoutProperties properties) {
    this.orders = orders;
    this.history = history;
    this.attempts = attempts;
    this.inventory = inventory;
    this.properties = properties;
  }

  /** Moves one order, and says what its customer is to be told. */
  List<OrderNews> apply(OrderEvent event, Order order, @Nullable String words) {
    return apply(List.of(Happening.of(event, order, words)));
  }

  /** Moves different orders as the events demand, and says what their customers are to be told. */
  List<OrderNews> apply(List<Happening> happenings) {
    List<Happening> happened = withStock(happenings);
    inventory.release(orders(happened, outcome -> outcome.stock() == RELEASE));
    inventory.giveBack(returned(happened));
    orders.move(
        happened.stream()
            .filter(it -> it.moved().status() != it.order().status())
            .map(Happening::moved)
            .toList());
    takeQuotes(happened);
    instruct(happened);
    happened.stream().flatMap(it -> it.refund().stream()).forEach(attempts::refund);
    history.remember(happened.stream().map(Happening::historyLine).toList());
    return news(happened);
  }

  /** What is shipped is on no shelf. */
  private static List<Long> returned(List<Happening> happened) {
    List<Happening> unshipped = happened.stream().filter(it -> !it.order().shipped()).toList();
    return orders(unshipped, outcome -> outcome.stock() == RETURN);
  }

  /** What was paid is what the order costs, whichever of its invoices that was. */
  private void takeQuotes(List<Happening> happened) {
    happened.stream()
        .filter(it -> !Objects.equals(it.moved().invoice(), it.order().invoice()))
        .forEach(
            it -> orders.quote(it.moved(), null, Objects.requireNonNull(it.attempt()).zoneId()));
  }

  private void instruct(List<Happening> happened) {
    attempts.instruct(invoices(happened, SETTLE), Attempt.Instruction.SETTLE);
    attempts.instruct(invoices(happened, CANCEL), Attempt.Instruction.CANCEL);
    attempts.cancelAll(orders(happened, outcome -> outcome.node() == CANCEL_ALL));
    attempts.cancelAll(
        happened.stream()
            .filter(it -> it.outcome().node() == CANCEL_OTHERS && it.hasOtherInvoices())
            .map(it -> it.order().seq())
            .toList());
  }

  private static List<PaymentHash> invoices(List<Happening> happened, Outcome.Node node) {
    return happened.stream()
        .filter(it -> it.outcome().node() == node)
        .map(it -> Objects.requireNonNull(it.attempt()).paymentHash())
        .toList();
  }

  /** Takes or holds the stock that the events demand; of what is gone, the event is another. */
  private List<Happening> withStock(List<Happening> happenings) {
    Set<Long> gone =
        new HashSet<>(inventory.commit(orders(happenings, outcome -> outcome.stock() == COMMIT)));
    gone.addAll(secure(happenings));
    return gone.isEmpty()
        ? happenings
        : happenings.stream()
            .map(it -> gone.contains(it.order().seq()) ? withoutStock(it) : it)
            .toList();
  }

  /** Where payments are held, an order that is invoiced again holds nothing before it is paid. */
  private Set<Long> secure(List<Happening> happenings) {
    Map<Boolean, List<Long>> byWhetherUnpaid =
        happenings.stream()
            .filter(it -> it.outcome().stock() == SECURE)
            .collect(
                partitioningBy(
                    it -> it.event() == REISSUED && properties.holdsPayments(),
                    mapping(it -> it.order().seq(), toList())));
    Set<Long> gone =
        new HashSet<>(inventory.secure(byWhetherUnpaid.getOrDefault(false, List.of())));
    gone.addAll(inventory.lacking(byWhetherUnpaid.getOrDefault(true, List.of())));
    return gone;
  }

  private static List<Long> orders(List<Happening> happenings, Predicate<Outcome> condition) {
    return happenings.stream()
        .filter(it -> condition.test(it.outcome()))
        .map(it -> it.order().seq())
        .toList();
  }

  /** What the event is where the order's pieces were released meanwhile, and are gone. */
  private static Happening withoutStock(Happening happening) {
    return switch (happening.event()) {
      case SETTLED, SETTLED_OVER -> happening.because(SETTLED_SOLD_OUT, null);
      case HELD -> happening.because(HELD_SOLD_OUT, NOT_CHARGED);
      default -> throw new PermanentException("sold-out", NOT_IN_STOCK);
    };
  }

  /** Rejects an order whose stock could not be held. */
  List<OrderNews> soldOut(Order order, String words) {
    orders.forgetInvoice(order.seq());
    return apply(SOLD_OUT, order.refusedBecause(words), words);
  }

  /** Answers an order whose id the customer has used before, but not without end. */
  List<OrderNews> again(Order order, PlaceOrder command) {
    boolean same = command.contentSha256().equals(order.contentSha256());
    OrderEvent event = same ? REPEATED : CONTRADICTED;
    if (history.count(order.seq(), event, Duration.ofMinutes(1))
        >= properties.maxRepliesPerMinute()) {
      return List.of();
    }
    return apply(event, order, same ? null : ANOTHER_ORDER);
  }

  private List<OrderNews> news(List<Happening> happened) {
    List<Long> toBePaid =
        happened.stream()
            .filter(it -> requestsPayment(it.outcome().answer(), it.moved()))
            .map(it -> it.order().seq())
            .toList();
    Map<Long, Attempt> invoices = toBePaid.isEmpty() ? Map.of() : attempts.current(toBePaid);
    return happened.stream()
        .flatMap(it -> Stream.concat(news(it, invoices).stream(), it.refund().stream()))
        .toList();
  }

  private static boolean requestsPayment(Outcome.Answer answer, Order order) {
    return switch (answer) {
      case NONE, REFUSAL, STATUS -> false;
      case PAYMENT_REQUEST -> true;
      case WHAT_STANDS ->
          switch (order.status()) {
            case PLACED, AWAITING_PAYMENT -> true;
            case PAID, REJECTED, EXPIRED, CANCELLED, REFUND_DUE, REFUNDED -> false;
          };
    };
  }

  private static Optional<OrderNews> news(Happening happening, Map<Long, Attempt> invoices) {
    Order order = happening.moved();
    String words = happening.words();
    Outcome.Answer answer = happening.outcome().answer();
    if (requestsPayment(answer, order)) {
      return Optional.of(paymentRequest(order, Objects.requireNonNull(invoices.get(order.seq()))));
    }
    return switch (answer) {
      case NONE, PAYMENT_REQUEST -> Optional.empty();
      case REFUSAL -> Optional.of(new OrderNews.Refused(order, refusal(order, words)));
      case STATUS -> Optional.of(new OrderNews.StatusChanged(order, words));
      case WHAT_STANDS ->
          Optional.of(
              order.status() == OrderStatus.REJECTED
                  ? new OrderNews.Refused(order, refusal(order, null))
                  : new OrderNews.StatusChanged(order, words));
    };
  }

  private static String refusal(Order order, @Nullable String words) {
    return Stream.of(Optional.ofNullable(words), Optional.ofNullable(order.receipt().failMessage()))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse("The order can't be taken");
  }

  private static OrderNews paymentRequest(Order order, Attempt attempt) {
    if (attempt.bolt11() == null || attempt.expiresAt() == null) {
      throw new IllegalStateException("An order awaits its payment only when it has an invoice");
    }
    return new OrderNews.PaymentRequested(
        order, attempt.bolt11(), attempt.expiresAt(), attempt.number() > 1);
  }
}
