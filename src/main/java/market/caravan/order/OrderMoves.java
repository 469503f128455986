package market.caravan.order;

import static market.caravan.order.OrderEvent.CONTRADICTED;
import static market.caravan.order.OrderEvent.REPEATED;
import static market.caravan.order.OrderEvent.SETTLED;
import static market.caravan.order.OrderEvent.SETTLED_SOLD_OUT;
import static market.caravan.order.OrderEvent.SOLD_OUT;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

  /** Moves the order as the event demands, and says what its customer is to be told. */
  List<OrderNews> apply(OrderEvent event, Order order, @Nullable String words) {
    Outcome outcome = Transitions.outcome(event, order.status());
    Order moved = order.with(outcome.status());
    switch (outcome.stock()) {
      case COMMIT -> {
        if (!inventory.commit(order.seq(), order.merchantId())) {
          return apply(withoutStock(event), order, words);
        }
      }
      case RELEASE -> inventory.release(order.seq(), order.merchantId());
      case UNCHANGED -> {}
    }
    if (outcome.status() != order.status()) {
      orders.move(moved);
    }
    if (outcome.cancelsInvoice()) {
      attempts.instructToCancel(order.seq());
    }
    orders.remember(order.seq(), event.name(), moved.status(), words);
    return news(outcome.answer(), moved, words).stream().toList();
  }

  /** What the event is where the order's pieces were released meanwhile, and are gone. */
  private static OrderEvent withoutStock(OrderEvent event) {
    if (event != SETTLED) {
      throw new PermanentException("sold-out", NOT_IN_STOCK);
    }
    return SETTLED_SOLD_OUT;
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

  private Optional<OrderNews> news(Outcome.Answer answer, Order order, @Nullable String words) {
    return switch (answer) {
      case NONE -> Optional.empty();
      case PAYMENT_REQUEST -> Optional.of(paymentRequest(order));
      case REFUSAL -> Optional.of(new OrderNews.Refused(order, refusal(order, words)));
      case STATUS -> Optional.of(new OrderNews.StatusChanged(order, words));
      case WHAT_STANDS -> Optional.of(whatStands(order));
    };
  }

  private OrderNews whatStands(Order order) {
    return switch (order.status()) {
      case PLACED, AWAITING_PAYMENT -> paymentRequest(order);
      case REJECTED -> new OrderNews.Refused(order, refusal(order, null));
      case PAID, EXPIRED, CANCELLED, REFUND_DUE, REFUNDED ->
          new OrderNews.StatusChanged(order, null);
    };
  }

  private static String refusal(Order order, @Nullable String words) {
    return Stream.of(Optional.ofNullable(words), Optional.ofNullable(order.receipt().failMessage()))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse("The order can't be taken");
  }

  private OrderNews paymentRequest(Order order) {
    Attempt attempt = attempts.current(order.seq()).orElseThrow();
    if (attempt.bolt11() == null || attempt.expiresAt() == null) {
      throw new IllegalStateException("An order awaits its payment only when it has an invoice");
    }
    return new OrderNews.PaymentRequested(order, attempt.bolt11(), attempt.expiresAt());
  }
}
