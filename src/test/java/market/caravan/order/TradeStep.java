package market.caravan.order;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import market.caravan.lightning.Invoice;
import market.caravan.money.Msat;

/**
 * Something that happens to one of the orders {@code a}, {@code b} and {@code c}.
 *
 * @param back which of its invoices the node speaks of: 0 is the newest, 1 the one before
 */
record TradeStep(Move move, String order, int back) {

  /** What can happen. */
  enum Move {
    PLACE,
    CONTRADICT,
    OPEN,
    LOCK_IN,
    SETTLE,
    SETTLE_SHORT,
    SETTLE_OVER,
    CANCEL_AT_NODE,
    EXPIRE_AT_NODE,
    GIVE_UP,
    NOT_ANSWER,
    REISSUE,
    WITHDRAW,
    CANCEL,
    REFUND,
    REFUND_PART,
    REPAY,
    SHIP,
    SHIP_UNPAID,
    UNSHIP,
    RESTOCK
  }

  /** What is paid too much, where it is; and what goes back, where it is a part. */
  static final long EXCESS = 101_000;

  static final long PART = 7_000;

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
        .flatMap(move -> WANTED.keySet().stream().sorted().map(id -> new TradeStep(move, id, 0)))
        .flatMap(
            step ->
                step.news().isPresent()
                    ? Stream.of(step, new TradeStep(step.move(), step.order(), 1))
                    : Stream.of(step));
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
      case SETTLE, SETTLE_SHORT, SETTLE_OVER -> Optional.of(Invoice.State.SETTLED);
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
      case SETTLE_OVER -> total() + EXCESS;
      default -> 0;
    };
  }

  /** What the customer sends in this step, if they do. */
  PlaceOrder command(Trade trade) {
    return trade.order(order, move == Move.PLACE ? wanted() : Map.of("song", 2L));
  }

  /** What the node says in this step, if it does. */
  Invoice word(Trade trade) {
    return trade.invoice(order, back, news().orElseThrow(), new Msat(received()));
  }

  /** Takes the step with the real beans. */
  List<OrderNews> take(Trade trade) {
    return switch (move) {
      case PLACE, CONTRADICT -> trade.place(List.of(command(trade)));
      case OPEN, LOCK_IN, SETTLE, SETTLE_SHORT, SETTLE_OVER, CANCEL_AT_NODE, EXPIRE_AT_NODE ->
          trade.hear(List.of(word(trade)));
      case GIVE_UP -> trade.giveUp(order);
      case NOT_ANSWER -> trade.expire(order);
      case REISSUE -> trade.reissue(order);
      case WITHDRAW -> trade.withdraw(order);
      case CANCEL -> trade.cancel(order);
      case REFUND -> trade.refund(order, null);
      case REFUND_PART -> trade.refund(order, new Msat(PART));
      case REPAY -> trade.repaid(order);
      case SHIP -> trade.ship(order, true, false);
      case SHIP_UNPAID -> trade.ship(order, true, true);
      case UNSHIP -> trade.ship(order, false, false);
      case RESTOCK -> {
        trade.restock("teapot", 1);
        yield List.of();
      }
    };
  }
}
