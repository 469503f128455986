package market.caravan.order;

import static market.caravan.order.OrderStatus.AWAITING_PAYMENT;
import static market.caravan.order.OrderStatus.PAID;
import static market.caravan.order.OrderStatus.PLACED;
import static market.caravan.order.OrderStatus.REJECTED;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import market.caravan.lightning.Invoice;
import market.caravan.order.TradeBooks.Entry;
import market.caravan.order.TradeBooks.Piece;
import market.caravan.order.TradeBooks.Shelf;
import market.caravan.order.TradeBooks.Try;
import org.jspecify.annotations.Nullable;

/**
 * The rules of an order's life, told a second time: what the books say after a step, from what they
 * said before it. Only the table of transitions is taken as it is; its own test holds that against
 * the document.
 */
final class TradeRules {

  /** What has to stand after a step, and how much news there is of it. */
  record Prediction(TradeBooks books, int told) {}

  private static final List<String> ADVANCES =
      List.of("NAMED", "OPEN", "HELD", "CANCELLED", "EXPIRED", "SETTLED");

  private final TradeBooks before;
  private final TradeStep step;

  TradeRules(TradeBooks before, TradeStep step) {
    this.before = before;
    this.step = step;
  }

  /** Whether the step means anything to an order that is, or is not, there yet. */
  static boolean isPossible(TradeBooks books, TradeStep step) {
    Entry entry = books.orders().get(step.order());
    return switch (step.move()) {
      case PLACE -> true;
      case RESTOCK -> step.order().equals("a");
      case OPEN, LOCK_IN, SETTLE, SETTLE_SHORT, SETTLE_OVER, CANCEL_AT_NODE, EXPIRE_AT_NODE ->
          entry != null && entry.tries().size() > step.back();
      case REISSUE -> entry != null && entry.tries().size() < 3;
      case CONTRADICT,
          GIVE_UP,
          NOT_ANSWER,
          WITHDRAW,
          CANCEL,
          REFUND,
          REFUND_PART,
          REPAY,
          SHIP,
          SHIP_UNPAID,
          UNSHIP ->
          entry != null;
    };
  }

  static boolean advances(String from, String to) {
    boolean bothClosed = from.matches("CANCELLED|EXPIRED") && to.matches("CANCELLED|EXPIRED");
    return ADVANCES.indexOf(to) > ADVANCES.indexOf(from) && !bothClosed;
  }

  /** Whether the order or the shelves stand otherwise after the step; being asked again is less. */
  boolean moves() {
    return predict().filter(prediction -> !prediction.books().equals(before)).isPresent()
        && (step.move() != TradeStep.Move.CONTRADICT)
        && (step.move() != TradeStep.Move.PLACE || !before.orders().containsKey(step.order()));
  }

  /** Empty where the step is refused, and leaves everything as it is. */
  Optional<Prediction> predict() {
    Entry entry = before.orders().get(step.order());
    if (entry == null) {
      return Optional.of(step.move() == TradeStep.Move.PLACE ? placed() : restocked());
    }
    return switch (step.move()) {
      case PLACE -> apply(OrderEvent.REPEATED, entry);
      case CONTRADICT -> apply(OrderEvent.CONTRADICTED, entry);
      case OPEN, LOCK_IN, SETTLE, SETTLE_SHORT, SETTLE_OVER, CANCEL_AT_NODE, EXPIRE_AT_NODE ->
          heard(entry, entry.tries().size() - step.back(), step.news().orElseThrow());
      case GIVE_UP -> entry.status() == PLACED ? givenUp(entry) : nothing();
      case NOT_ANSWER ->
          entry.status() == AWAITING_PAYMENT ? apply(OrderEvent.UNANSWERED, entry) : nothing();
      case REISSUE -> reissued(entry);
      case WITHDRAW -> withdrawn(entry);
      case CANCEL -> cancelled(entry);
      case REFUND -> apply(OrderEvent.REFUND_DECIDED, entry, entry.current());
      case REFUND_PART -> partlyRefunded(entry);
      case REPAY ->
          entry.status() == OrderStatus.REFUND_DUE ? apply(OrderEvent.REFUNDED, entry) : nothing();
      case SHIP, SHIP_UNPAID -> entry.shipped() ? nothing() : shipped(entry);
      case UNSHIP ->
          entry.shipped() ? apply(OrderEvent.UNSHIPPED, entry.shipped(false)) : nothing();
      case RESTOCK -> Optional.of(restocked());
    };
  }

  private Prediction placed() {
    SortedMap<String, Piece> pieces = new TreeMap<>();
    SortedMap<String, Shelf> shelves = new TreeMap<>(before.shelves());
    if (!before.have(step.wanted())) {
      var refused = new Entry(REJECTED, 0, List.of(), false, 1, "SOLD_OUT", pieces);
      return new Prediction(before.with(step.order(), refused, shelves), 1);
    }
    step.wanted()
        .forEach(
            (product, quantity) -> {
              if (shelves.containsKey(product)) {
                pieces.put(product, new Piece(quantity, before.paidFirst() ? "RELEASED" : "HELD"));
                move(shelves, product, 0, before.paidFirst() ? 0 : quantity);
              }
            });
    var named = new Try("NAMED", 0, 0, null);
    var taken = new Entry(PLACED, 1, List.of(named), false, 1, "PLACED", pieces);
    return new Prediction(before.with(step.order(), taken, shelves), 0);
  }

  private Optional<Prediction> heard(Entry entry, int number, Invoice.State state) {
    Try invoice = entry.invoice(number);
    if (!advances(invoice.state(), state.name())) {
      return nothing();
    }
    String instruction = state.isFinal() ? null : invoice.instruction();
    Entry advanced = entry.with(number, new Try(state.name(), step.received(), 0, instruction));
    boolean current = number == entry.current();
    OrderEvent event =
        switch (state) {
          case OPEN -> current ? OrderEvent.OPENED : OrderEvent.OPENED_SUPERSEDED;
          case HELD -> current ? OrderEvent.HELD : OrderEvent.HELD_SUPERSEDED;
          case CANCELLED, EXPIRED -> current ? OrderEvent.LAPSED : OrderEvent.LAPSED_SUPERSEDED;
          case SETTLED -> settled();
        };
    return apply(event, advanced, number);
  }

  private OrderEvent settled() {
    return switch (step.move()) {
      case SETTLE_SHORT -> OrderEvent.SETTLED_SHORT;
      case SETTLE_OVER -> OrderEvent.SETTLED_OVER;
      default -> OrderEvent.SETTLED;
    };
  }

  private Optional<Prediction> givenUp(Entry entry) {
    Try newest = entry.tries().getLast();
    if (!newest.state().equals("NAMED") || newest.instruction() != null) {
      return nothing();
    }
    boolean first = entry.tries().size() == 1;
    return apply(first ? OrderEvent.NO_INVOICE : OrderEvent.NO_NEW_INVOICE, entry);
  }

  private Optional<Prediction> reissued(Entry entry) {
    if (entry.isArriving()) {
      return Optional.empty();
    }
    SortedMap<String, Piece> pieces = new TreeMap<>(entry.pieces());
    step.wanted()
        .forEach(
            (product, quantity) -> {
              if (before.shelves().containsKey(product)) {
                pieces.putIfAbsent(product, new Piece(quantity, "RELEASED"));
              }
            });
    return apply(OrderEvent.REISSUED, entry.with(pieces))
        .map(
            prediction -> {
              Entry moved = Objects.requireNonNull(prediction.books().orders().get(step.order()));
              List<Try> tries = new ArrayList<>(moved.tries());
              tries.add(new Try("NAMED", 0, 0, null));
              Entry named = moved.with(tries.size(), tries);
              return new Prediction(
                  prediction.books().with(step.order(), named, prediction.books().shelves()),
                  prediction.told());
            });
  }

  private Optional<Prediction> withdrawn(Entry entry) {
    if (!entry.shipped() && !entry.isArriving()) {
      return apply(OrderEvent.CANCELLED_BY_CUSTOMER, entry);
    }
    Entry asked = entry.after(OrderEvent.CANCELLED_BY_CUSTOMER.name(), entry.status());
    return Optional.of(new Prediction(before.with(step.order(), asked, before.shelves()), 1));
  }

  private Optional<Prediction> cancelled(Entry entry) {
    return entry.shipped() || entry.isArriving()
        ? Optional.empty()
        : apply(OrderEvent.CANCELLED_BY_MERCHANT, entry, entry.current());
  }

  private Optional<Prediction> partlyRefunded(Entry entry) {
    return entry.status() == PAID && entry.kept() < TradeStep.PART
        ? Optional.empty()
        : apply(OrderEvent.REFUND_DECIDED_IN_PART, entry, entry.current());
  }

  private Optional<Prediction> shipped(Entry entry) {
    boolean unpaid = step.move() == TradeStep.Move.SHIP_UNPAID && entry.status() != PAID;
    return apply(unpaid ? OrderEvent.SHIPPED_UNPAID : OrderEvent.SHIPPED, entry.shipped(true));
  }

  private Optional<Prediction> apply(OrderEvent event, Entry entry) {
    return apply(event, entry, 0);
  }

  /**
   * @param number of the invoice that the event is about; 0 where it is about none
   */
  private Optional<Prediction> apply(OrderEvent event, Entry entry, int number) {
    Outcome outcome = Transitions.find(event, entry.status()).orElse(null);
    if (outcome == null) {
      return Optional.empty();
    }
    boolean takes =
        outcome.stock() == Outcome.Stock.COMMIT || outcome.stock() == Outcome.Stock.SECURE;
    if (takes && !before.have(released(entry))) {
      return switch (event) {
        case SETTLED, SETTLED_OVER -> apply(OrderEvent.SETTLED_SOLD_OUT, entry, number);
        case HELD -> apply(OrderEvent.HELD_SOLD_OUT, entry, number);
        default -> Optional.empty();
      };
    }
    SortedMap<String, Shelf> shelves = new TreeMap<>(before.shelves());
    long refund =
        event == OrderEvent.REFUND_DECIDED_IN_PART
            ? TradeStep.PART
            : refund(outcome.refund(), entry, number);
    Entry moved =
        told(entry, outcome.node(), number)
            .after(event.name(), outcome.status())
            .with(pieces(entry, stock(event, outcome), shelves));
    if (refund > 0) {
      moved = moved.with(number, moved.invoice(number).refunded(refund));
    }
    if (outcome.status() == PAID && entry.status() != PAID) {
      moved = moved.with(number, moved.tries());
    }
    boolean due = outcome.status() == OrderStatus.REFUND_DUE && entry.status() != outcome.status();
    boolean tellsOfMoney = refund > 0 || due; // of none, where nothing is left to go back
    int told = (outcome.answer() == Outcome.Answer.NONE ? 0 : 1) + (tellsOfMoney ? 1 : 0);
    return Optional.of(new Prediction(before.with(step.order(), moved, shelves), told));
  }

  private Outcome.Stock stock(OrderEvent event, Outcome outcome) {
    return event == OrderEvent.REISSUED && before.paidFirst()
        ? Outcome.Stock.UNCHANGED
        : outcome.stock();
  }

  private static long refund(@Nullable RefundReason reason, Entry entry, int number) {
    return switch (reason) {
      case null -> 0;
      case OVERPAID -> TradeStep.EXCESS;
      case MERCHANT, CANCELLED, SOLD_OUT, UNDERPAID, PAID_TWICE -> {
        Try invoice = entry.invoice(number);
        yield invoice.received() - invoice.refund();
      }
    };
  }

  private static Entry told(Entry entry, Outcome.Node node, int number) {
    return switch (node) {
      case NOTHING -> entry;
      case SETTLE -> entry.with(number, entry.invoice(number).told("SETTLE"));
      case CANCEL -> entry.with(number, entry.invoice(number).told("CANCEL"));
      case CANCEL_ALL, CANCEL_OTHERS ->
          entry.with(
              entry.current(),
              entry.tries().stream().map(invoice -> invoice.told("CANCEL")).toList());
    };
  }

  private static Map<String, Long> released(Entry entry) {
    Map<String, Long> released = new HashMap<>();
    entry
        .pieces()
        .forEach(
            (id, piece) -> {
              if (piece.state().equals("RELEASED")) {
                released.put(id, piece.quantity());
              }
            });
    return released;
  }

  private static SortedMap<String, Piece> pieces(
      Entry entry, Outcome.Stock stock, SortedMap<String, Shelf> shelves) {
    SortedMap<String, Piece> pieces = new TreeMap<>(entry.pieces());
    pieces.replaceAll(
        (product, piece) -> {
          long quantity = piece.quantity();
          return switch (stock) {
            case UNCHANGED -> piece;
            case COMMIT ->
                switch (piece.state()) {
                  case "HELD" -> moved(shelves, product, piece, -quantity, -quantity, "COMMITTED");
                  case "RELEASED" -> moved(shelves, product, piece, -quantity, 0, "COMMITTED");
                  default -> piece;
                };
            case SECURE ->
                piece.state().equals("RELEASED")
                    ? moved(shelves, product, piece, 0, quantity, "HELD")
                    : piece;
            case RELEASE ->
                piece.state().equals("HELD")
                    ? moved(shelves, product, piece, 0, -quantity, "RELEASED")
                    : piece;
            case RETURN ->
                piece.state().equals("COMMITTED") && !entry.shipped()
                    ? moved(shelves, product, piece, quantity, 0, "RELEASED")
                    : piece;
          };
        });
    return pieces;
  }

  private static Piece moved(
      SortedMap<String, Shelf> shelves,
      String product,
      Piece piece,
      long quantity,
      long reserved,
      String state) {
    move(shelves, product, quantity, reserved);
    return new Piece(piece.quantity(), state);
  }

  private static void move(
      SortedMap<String, Shelf> shelves, String product, long quantity, long reserved) {
    shelves.computeIfPresent(
        product,
        (id, shelf) -> new Shelf(shelf.quantity() + quantity, shelf.reserved() + reserved));
  }

  private Prediction restocked() {
    SortedMap<String, Shelf> shelves = new TreeMap<>(before.shelves());
    move(shelves, "teapot", 1, 0);
    return new Prediction(new TradeBooks(before.orders(), shelves, before.paidFirst()), 0);
  }

  private Optional<Prediction> nothing() {
    return Optional.of(new Prediction(before, 0));
  }
}
