package market.caravan.order;

import static market.caravan.order.OrderStatus.AWAITING_PAYMENT;
import static market.caravan.order.OrderStatus.EXPIRED;
import static market.caravan.order.OrderStatus.PAID;
import static market.caravan.order.OrderStatus.PLACED;
import static market.caravan.order.OrderStatus.REJECTED;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import market.caravan.lightning.Invoice;
import market.caravan.order.TradeBooks.Entry;
import market.caravan.order.TradeBooks.Piece;
import market.caravan.order.TradeBooks.Shelf;

/**
 * The rules of an order's life, told a second time: what the books say after a step, from what they
 * said before it. Only the table of transitions is taken as it is; its own test holds that against
 * the document.
 */
final class TradeRules {

  /** What has to stand after a step, and whether the customer is told something. */
  record Prediction(TradeBooks books, boolean told) {}

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
      case OPEN, LOCK_IN, SETTLE, SETTLE_SHORT, CANCEL_AT_NODE, EXPIRE_AT_NODE ->
          entry != null && entry.attempt() != null;
      case CANCEL ->
          entry != null && Set.of(PLACED, AWAITING_PAYMENT, EXPIRED).contains(entry.status());
      case REFUND -> entry != null && entry.status() == OrderStatus.REFUND_DUE;
      case CONTRADICT, GIVE_UP, NOT_ANSWER, SHIP, SHIP_UNPAID, UNSHIP -> entry != null;
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
      case OPEN, LOCK_IN, SETTLE, SETTLE_SHORT, CANCEL_AT_NODE, EXPIRE_AT_NODE ->
          heard(entry, step.news().orElseThrow());
      case GIVE_UP -> entry.status() == PLACED ? apply(OrderEvent.NO_INVOICE, entry) : nothing();
      case NOT_ANSWER ->
          entry.status() == AWAITING_PAYMENT ? apply(OrderEvent.UNANSWERED, entry) : nothing();
      case SHIP, SHIP_UNPAID -> entry.shipped() ? nothing() : shipped(entry);
      case UNSHIP ->
          entry.shipped() ? apply(OrderEvent.UNSHIPPED, entry.shipped(false)) : nothing();
      case RESTOCK -> Optional.of(restocked());
      case CANCEL -> Optional.of(forced(entry, OrderStatus.CANCELLED));
      case REFUND -> Optional.of(forced(entry, OrderStatus.REFUNDED));
    };
  }

  private Prediction placed() {
    SortedMap<String, Piece> pieces = new TreeMap<>();
    SortedMap<String, Shelf> shelves = new TreeMap<>(before.shelves());
    if (!before.have(step.wanted())) {
      var refused = new Entry(REJECTED, null, 0, null, false, 1, "SOLD_OUT", pieces);
      return new Prediction(before.with(step.order(), refused, shelves), true);
    }
    step.wanted()
        .forEach(
            (product, quantity) -> {
              if (shelves.containsKey(product)) {
                pieces.put(product, new Piece(quantity, "HELD"));
                move(shelves, product, 0, quantity);
              }
            });
    var taken = new Entry(PLACED, "NAMED", 0, null, false, 1, "PLACED", pieces);
    return new Prediction(before.with(step.order(), taken, shelves), false);
  }

  private Optional<Prediction> heard(Entry entry, Invoice.State state) {
    if (!advances(String.valueOf(entry.attempt()), state.name())) {
      return nothing();
    }
    String instruction = state.isFinal() ? null : entry.instruction();
    Entry advanced = entry.invoiced(state.name(), step.received(), instruction);
    return switch (state) {
      case OPEN -> apply(OrderEvent.OPENED, advanced);
      case HELD -> apply(OrderEvent.HELD, advanced);
      case CANCELLED, EXPIRED -> apply(OrderEvent.LAPSED, advanced);
      case SETTLED ->
          apply(
              step.received() < step.total() ? OrderEvent.SETTLED_SHORT : OrderEvent.SETTLED,
              advanced);
    };
  }

  private Optional<Prediction> shipped(Entry entry) {
    boolean unpaid = step.move() == TradeStep.Move.SHIP_UNPAID && entry.status() != PAID;
    return apply(unpaid ? OrderEvent.SHIPPED_UNPAID : OrderEvent.SHIPPED, entry.shipped(true));
  }

  private Optional<Prediction> apply(OrderEvent event, Entry entry) {
    Outcome outcome = Transitions.find(event, entry.status()).orElse(null);
    if (outcome == null) {
      return Optional.empty();
    }
    Map<String, Long> gone = new HashMap<>();
    entry.pieces().forEach((id, piece) -> putIf(gone, id, piece, "RELEASED"));
    if (outcome.stock() == Outcome.Stock.COMMIT && !before.have(gone)) {
      return event == OrderEvent.SETTLED
          ? apply(OrderEvent.SETTLED_SOLD_OUT, entry)
          : Optional.empty();
    }
    SortedMap<String, Shelf> shelves = new TreeMap<>(before.shelves());
    Entry moved =
        entry.after(event.name(), outcome.status()).with(pieces(entry, outcome.stock(), shelves));
    if (outcome.cancelsInvoice() && Set.of("NAMED", "OPEN", "HELD").contains(attempt(moved))) {
      moved = moved.invoiced(moved.attempt(), moved.received(), "CANCEL");
    }
    return Optional.of(
        new Prediction(
            before.with(step.order(), moved, shelves), outcome.answer() != Outcome.Answer.NONE));
  }

  private static void putIf(Map<String, Long> pieces, String id, Piece piece, String state) {
    if (piece.state().equals(state)) {
      pieces.put(id, piece.quantity());
    }
  }

  private static String attempt(Entry entry) {
    return String.valueOf(entry.attempt());
  }

  private static SortedMap<String, Piece> pieces(
      Entry entry, Outcome.Stock stock, SortedMap<String, Shelf> shelves) {
    SortedMap<String, Piece> pieces = new TreeMap<>(entry.pieces());
    pieces.replaceAll(
        (product, piece) -> {
          long held = piece.state().equals("HELD") ? piece.quantity() : 0;
          if (stock == Outcome.Stock.COMMIT && !piece.state().equals("COMMITTED")) {
            move(shelves, product, -piece.quantity(), -held);
            return new Piece(piece.quantity(), "COMMITTED");
          }
          if (stock == Outcome.Stock.RELEASE && held > 0) {
            move(shelves, product, 0, -held);
            return new Piece(piece.quantity(), "RELEASED");
          }
          return piece;
        });
    return pieces;
  }

  private static void move(
      SortedMap<String, Shelf> shelves, String product, long quantity, long reserved) {
    shelves.computeIfPresent(
        product,
        (id, shelf) -> new Shelf(shelf.quantity() + quantity, shelf.reserved() + reserved));
  }

  private Prediction forced(Entry entry, OrderStatus status) {
    SortedMap<String, Shelf> shelves = new TreeMap<>(before.shelves());
    SortedMap<String, Piece> pieces = pieces(entry, Outcome.Stock.RELEASE, shelves);
    Entry forced =
        new Entry(
            status,
            entry.attempt(),
            entry.received(),
            entry.instruction(),
            entry.shipped(),
            entry.events(),
            entry.event(),
            pieces);
    return new Prediction(before.with(step.order(), forced, shelves), false);
  }

  private Prediction restocked() {
    SortedMap<String, Shelf> shelves = new TreeMap<>(before.shelves());
    move(shelves, "teapot", 1, 0);
    return new Prediction(new TradeBooks(before.orders(), shelves), false);
  }

  private Optional<Prediction> nothing() {
    return Optional.of(new Prediction(before, false));
  }
}
