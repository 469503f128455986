package market.caravan.order;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import market.caravan.lightning.Invoice;
import market.caravan.money.Msat;

/** Something that happens to one of the orders {@code a}, {@code b} and {@code c}. */
record TradeStep(Move move, String order) {

  /** What can happen; the last three are our stand-ins for what is not built yet. */
  enum Move {
    PLACE,
    CONTRADICT,
    OPEN,
    LOCK_IN,
    SETTLE,
    SETTLE_SHORT,
    CANCEL_AT_NODE,
    EXPIRE_AT_NODE,
    GIVE_UP,
    NOT_ANSWER,
    SHIP,
    SHIP_UNPAID,
    UNSHIP,
    RESTOCK,
    CANCEL,
    REFUND
  }

  /** The last teapot is wanted twice, and there is tea for one and a half; songs never end. */
  static final Map<String, Long> STOCK = Map.of("teapot", 1L, "tea", 3L);

  private static final Map<String, Map<String, Long>> WANTED =
      Map.of(
          "a", Map.of("teapot", 1L, "tea", 2L),
          "b", Map.of("teapot", 1L),
          "c", Map.of("tea", 2L, "song", 1L));

  static void open(Trade trade) {
    STOCK.forEach(trade::shelve);
    trade.shelve("song", null);
  }

  static Stream<TradeStep> all() {
    return Arrays.stream(Move.values())
        .flatMap(move -> WANTED.keySet().stream().sorted().map(id -> new TradeStep(move, id)));
  }

  Map<String, Long> wanted() {
    return WANTED.getOrDefault(order, Map.of());
  }

  /** The price of each piece is 100 sat, of the zone 5. */
  long total() {
    return wanted().values().stream().mapToLong(Long::longValue).sum() * 100_000 + 5_000;
  }

  /** The state that the node's news is of; empty where the node says nothing in this step. */
  Optional<Invoice.State> news() {
    return switch (move) {
      case OPEN -> Optional.of(Invoice.State.OPEN);
      case LOCK_IN -> Optional.of(Invoice.State.HELD);
      case SETTLE, SETTLE_SHORT -> Optional.of(Invoice.State.SETTLED);
      case CANCEL_AT_NODE -> Optional.of(Invoice.State.CANCELLED);
      case EXPIRE_AT_NODE -> Optional.of(Invoice.State.EXPIRED);
      default -> Optional.empty();
    };
  }

  /** Millisatoshi that the node has received by then. */
  long received() {
    return switch (move) {
      case SETTLE, LOCK_IN -> total();
      case SETTLE_SHORT -> total() - 1;
      default -> 0;
    };
  }

  /** What the customer sends in this step, if they do. */
  PlaceOrder command(Trade trade) {
    return trade.order(order, move == Move.PLACE ? wanted() : Map.of("song", 2L));
  }

  /** What the node says in this step, if it does. */
  Invoice word(Trade trade) {
    return trade.invoice(order, news().orElseThrow(), new Msat(received()));
  }

  /** Takes the step with the real beans. */
  List<OrderNews> take(Trade trade) {
    return switch (move) {
      case PLACE, CONTRADICT -> trade.place(List.of(command(trade)));
      case OPEN, LOCK_IN, SETTLE, SETTLE_SHORT, CANCEL_AT_NODE, EXPIRE_AT_NODE ->
          trade.hear(List.of(word(trade)));
      case GIVE_UP -> trade.giveUp(order);
      case NOT_ANSWER -> trade.expire(order);
      case SHIP -> trade.ship(order, true, false);
      case SHIP_UNPAID -> trade.ship(order, true, true);
      case UNSHIP -> trade.ship(order, false, false);
      case RESTOCK -> {
        trade.restock("teapot", 1);
        yield List.of();
      }
      case CANCEL -> {
        trade.force(order, OrderStatus.CANCELLED);
        yield List.of();
      }
      case REFUND -> {
        trade.force(order, OrderStatus.REFUNDED);
        yield List.of();
      }
    };
  }
}
