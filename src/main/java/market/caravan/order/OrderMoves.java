package market.caravan.order;

import static market.caravan.order.OrderEvent.CONTRADICTED;
import static market.caravan.order.OrderEvent.REPEATED;
import static market.caravan.order.OrderEvent.SETTLED;
import static market.caravan.order.OrderEvent.SETTLED_SOLD_OUT;
import static market.caravan.order.OrderEvent.SOLD_OUT;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import market.caravan.PermanentException;
import market.caravan.inventory.Inventory;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Carries out what {@link Transitions} says of a locked order. */
@Component
class OrderMoves {

  private static final String ANOTHER_ORDER =
      "You have another order with this id already, please give this one an id of its own";
  private static final String NOT_IN_STOCK =
      "What you ordered is not in stock any more in this number";

  private final Orders orders;
  private final Attempts attempts;
  private final Inventory inventory;
  private final CheckoutProperties properties;

  OrderMoves(Orders orders, Attempts attempts, Inventory inventory, CheckoutProperties properties) {
    this.orders = orders;
    this.attempts = attempts;
    this.inventory = inventory;
    this.properties = properties;
  }

  /**
   * What has happened to a locked order.
   *
   * @param words what the customer is told of it; null for the usual ones
   */
  record Happening(OrderEvent event, Order order, @Nullable String words) {

    Outcome outcome() {
      return Transitions.outcome(event, order.status());
    }

    Order moved() {
      return order.with(outcome().status());
    }

    Orders.HistoryLine historyLine() {
      return new Orders.HistoryLine(order.seq(), event.name(), moved().status(), words);
    }
  }

  /** Moves one order, and says what its customer is to be told. */
  List<OrderNews> apply(OrderEvent event, Order order, @Nullable String words) {
    return apply(List.of(new Happening(event, order, words)));
  }

  /** Moves different orders as the events demand, and says what their customers are to be told. */
  List<OrderNews> apply(List<Happening> happenings) {
    List<Happening> happened = withStock(happenings);
    inventory.release(orders(happened, outcome -> outcome.stock() == Outcome.Stock.RELEASE));
    orders.move(
        happened.stream()
            .filter(it -> it.moved().status() != it.order().status())
            .map(Happening::moved)
            .toList());
    attempts.instructToCancel(orders(happened, Outcome::cancelsInvoice));
    orders.remember(happened.stream().map(Happening::historyLine).toList());
    return news(happened);
  }

  /** Takes the stock for good that the events demand; of what is gone, the event is another. */
  private List<Happening> withStock(List<Happening> happenings) {
    Set<Long> gone =
        inventory.commit(orders(happenings, outcome -> outcome.stock() == Outcome.Stock.COMMIT));
    return happenings.stream()
        .map(it -> gone.contains(it.order().seq()) ? withoutStock(it) : it)
        .toList();
  }

  private static List<Long> orders(List<Happening> happenings, Predicate<Outcome> condition) {
    return happenings.stream()
        .filter(it -> condition.test(it.outcome()))
        .map(it -> it.order().seq())
        .toList();
  }

  /** What the event is where the order's pieces were released meanwhile, and are gone. */
  private static Happening withoutStock(Happening happening) {
    if (happening.event() != SETTLED) {
      throw new PermanentException("sold-out", NOT_IN_STOCK);
    }
    return new Happening(SETTLED_SOLD_OUT, happening.order(), happening.words());
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
    if (orders.count(order.seq(), event, Duration.ofMinutes(1))
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
    return happened.stream().flatMap(it -> news(it, invoices).stream()).toList();
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
                  : new OrderNews.StatusChanged(order, null));
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
    return new OrderNews.PaymentRequested(order, attempt.bolt11(), attempt.expiresAt());
  }
}
