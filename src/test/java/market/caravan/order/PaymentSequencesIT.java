package market.caravan.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import market.caravan.TestDatabase;
import market.caravan.lightning.Invoice.State;
import market.caravan.money.Msat;
import market.caravan.order.FickleNode.Kept;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Three orders, a node that answers badly, customers who pay what they like, and a process that is
 * killed anywhere, in whatever order: the money is where it belongs.
 */
class PaymentSequencesIT {

  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final DataSource CONNECTION = hastyConnection();
  private static final JdbcClient JDBC = JdbcClient.create(CONNECTION);
  private static final List<String> IDS = List.of("a", "b", "c");
  private static final Set<OrderStatus> ENDS = EnumSet.noneOf(OrderStatus.class);
  private static final Set<String> EVENTS = new TreeSet<>();
  private static final Set<String> REFUNDED = new TreeSet<>();

  /** What can happen; often is what stands here often. */
  private enum Step {
    PLACE,
    REQUEST,
    PLACE_AND_REQUEST,
    PAY,
    PAY_ONCE_MORE,
    PAY_LITTLE,
    PAY_MUCH,
    PUSH,
    PUSH_AGAIN,
    LOOK_UP,
    INSTRUCT,
    PAY_BACK,
    ROUND,
    A_WHILE,
    LONG,
    EXPIRE,
    SETTLE_ALL_THE_SAME,
    REISSUE,
    REISSUE_AND_REQUEST,
    WITHDRAW,
    CANCEL,
    REFUND,
    REFUND_PART,
    MISBEHAVE,
    MISBEHAVE_ONCE_MORE,
    PAY_OUT_BADLY,
    KILL,
    KILL_ONCE_MORE
  }

  /** What a crash leaves in the database is PostgreSQL's to keep, and is seen by RandomKillsIT. */
  private static DataSource hastyConnection() {
    try {
      var connection = new SingleConnectionDataSource(DATABASE.dataSource().getConnection(), true);
      JdbcClient.create(connection).sql("SET synchronous_commit = off").update();
      return connection;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterContainer
  static void muchHasHappened() {
    DATABASE.close();
    assertThat(ENDS)
        .containsExactlyInAnyOrder(
            OrderStatus.PAID,
            OrderStatus.REJECTED,
            OrderStatus.EXPIRED,
            OrderStatus.CANCELLED,
            OrderStatus.REFUNDED);
    assertThat(EVENTS).contains("HELD", "SETTLED", "SETTLED_SHORT", "SETTLED_OVER", "REISSUED");
    assertThat(REFUNDED).contains("UNDERPAID", "OVERPAID", "PAID_TWICE", "CANCELLED", "MERCHANT");
  }

  /** What chance brings about too seldom to count on: both of an order's invoices are paid. */
  @Example
  void givesBackWhatIsPaidTwice() {
    play(
        List.of(
            firstOfOrdinaryPayments(Step.PLACE_AND_REQUEST),
            choice(Step.REISSUE_AND_REQUEST),
            choice(Step.PAY),
            choice(Step.SETTLE_ALL_THE_SAME)));
    assertThat(REFUNDED).contains("PAID_TWICE");
  }

  /** Of our own payment hashes, and nothing held. */
  private static int firstOfOrdinaryPayments(Step step) {
    int choice = choice(step);
    while (choice % 3 != 2 || (choice / Step.values().length) % IDS.size() != 0) {
      choice += Step.values().length;
    }
    return choice;
  }

  private static int choice(Step step) {
    return List.of(Step.values()).indexOf(step);
  }

  @Property(tries = 120)
  void keepsTheMoneyWhereItBelongs(@ForAll("choices") List<Integer> choices) {
    play(choices);
  }

  @Property(tries = 2_000)
  @Tag("slow")
  void keepsTheMoneyWhereItBelongsTwoThousandTimes(@ForAll("choices") List<Integer> choices) {
    play(choices);
  }

  @Provide
  Arbitrary<List<Integer>> choices() {
    return Arbitraries.integers()
        .between(0, 99_999)
        .withDistribution(RandomDistribution.uniform())
        .list()
        .ofMinSize(10)
        .ofMaxSize(60)
        .withSizeDistribution(RandomDistribution.uniform());
  }

  private static void play(List<Integer> choices) {
    JDBC.sql(
            """
            TRUNCATE account, orders, order_history, invoice, reservation, outbox, outbox_event,
              outbox_delivery CASCADE
            """)
        .update();
    int kind = choices.getFirst() % 3;
    NodeTrade market = new NodeTrade(CONNECTION, kind == 0, kind != 1);
    TradeStep.open(market.trade);
    List<String> steps = new ArrayList<>();
    for (int choice : choices) {
      Step step = Step.values()[choice % Step.values().length];
      int which = choice / Step.values().length;
      steps.add(step + " " + which);
      take(market, step, which, steps);
      hold(market, steps);
    }
    market.comeToAnEnd();
    hold(market, steps);
    isAtItsEnd(market, steps);
  }

  private static void take(NodeTrade market, Step step, int which, List<String> steps) {
    Trade trade = market.trade;
    String id = IDS.get(which % IDS.size());
    switch (step) {
      case PLACE -> place(market, id);
      case PLACE_AND_REQUEST -> {
        place(market, id);
        market.request();
      }
      case REQUEST -> market.request();
      case PAY, PAY_ONCE_MORE -> pay(market, which, 0);
      case PAY_LITTLE -> pay(market, which, -1_000);
      case PAY_MUCH -> pay(market, which, TradeStep.EXCESS);
      case PUSH -> market.push(which);
      case PUSH_AGAIN -> market.pushAgain(which);
      case LOOK_UP -> market.lookUp();
      case INSTRUCT -> market.instruct();
      case PAY_BACK -> market.payBack();
      case ROUND -> round(market, Duration.ofSeconds(61), steps);
      case A_WHILE -> round(market, Duration.ofMinutes(6), steps);
      case LONG -> round(market, Duration.ofMinutes(16), steps);
      case EXPIRE -> some(market.node.in(State.OPEN), which).forEach(market.node::expire);
      case SETTLE_ALL_THE_SAME ->
          some(closed(market), which).forEach(market.node::settleAllTheSame);
      case REISSUE -> market.ask(() -> trade.reissue(id));
      case REISSUE_AND_REQUEST -> {
        market.ask(() -> trade.reissue(id));
        market.instruct();
        market.request();
      }
      case WITHDRAW -> market.ask(() -> trade.withdraw(id));
      case CANCEL -> market.ask(() -> trade.cancel(id));
      case REFUND -> market.ask(() -> trade.refund(id, null));
      case REFUND_PART -> market.ask(() -> trade.refund(id, new Msat(TradeStep.PART)));
      case MISBEHAVE, MISBEHAVE_ONCE_MORE -> misbehave(market.node, which);
      case PAY_OUT_BADLY -> market.refunds.misbehave(which);
      case KILL, KILL_ONCE_MORE -> market.killAfter(which % 7);
    }
  }

  private static void place(NodeTrade market, String id) {
    Map<String, Long> wanted = new TradeStep(TradeStep.Move.PLACE, id, 0).wanted();
    market.ask(() -> market.trade.place(List.of(market.trade.order(id, wanted))));
  }

  /** Of an invoice that a customer has seen. */
  private static void pay(NodeTrade market, int which, long more) {
    some(market.node.that(kept -> isPayable(kept) && market.isShown(kept)), which)
        .forEach(kept -> market.node.pay(kept, new Msat(kept.invoice().amount().value() + more)));
  }

  private static boolean isPayable(Kept kept) {
    return kept.invoice().state() == State.OPEN;
  }

  /** Of those that a customer has seen, which the node had said could not be paid any more. */
  private static List<Kept> closed(NodeTrade market) {
    return market.node.that(
        kept ->
            market.isShown(kept)
                && (kept.invoice().state() == State.CANCELLED
                    || kept.invoice().state() == State.EXPIRED));
  }

  private static List<Kept> some(List<Kept> of, int which) {
    return of.isEmpty() ? List.of() : List.of(of.get(which % of.size()));
  }

  private static void misbehave(FickleNode node, int which) {
    FickleNode.Call[] calls = FickleNode.Call.values();
    FickleNode.Fault[] faults = FickleNode.Fault.values();
    node.misbehave(calls[which % calls.length], faults[which / calls.length % faults.length]);
  }

  /** As soon as the node answers, nobody's money is locked in any more. */
  private static void round(NodeTrade market, Duration later, List<String> steps) {
    if (market.round(later)) {
      assertThat(market.node.in(State.HELD))
          .as("no payment is left locked in, after %s", steps)
          .isEmpty();
    }
  }

  /** What holds at every moment. */
  private static void hold(NodeTrade market, List<String> steps) {
    market.node.that(kept -> isPayable(kept) && isKnown(market, kept)).stream()
        .collect(Collectors.groupingBy(Kept::memo))
        .forEach(
            (order, payable) ->
                assertThat(payable).as("%s is payable once, after %s", order, steps).hasSize(1));
    TradeBooks books = TradeBooks.read(JDBC, market.trade);
    books.orders().forEach((id, entry) -> isPaidOnlyIfSettled(market, id, entry, steps));
    TradeStep.STOCK.forEach(
        (product, had) -> {
          TradeBooks.Shelf shelf = Objects.requireNonNull(books.shelves().get(product));
          assertThat(shelf.reserved()).isEqualTo(books.pieces(product, "HELD"));
          assertThat(shelf.quantity() + books.pieces(product, "COMMITTED"))
              .as("stock is conserved after %s", steps)
              .isEqualTo(had);
        });
    assertThat(number(MONEY_IN)).as("money in, after %s", steps).isEqualTo(number(MONEY_THERE));
    assertThat(number(GONE_BACK))
        .as("gone back, after %s", steps)
        .isLessThanOrEqualTo(market.refunds.spent());
    assertThat(market.refunds.spent()).isLessThanOrEqualTo(number(GOES_BACK));
  }

  /**
   * Of a node that draws its own hashes, an answer that was lost tells of an invoice nobody sees.
   */
  private static boolean isKnown(NodeTrade market, Kept kept) {
    return market.node.takesPreimages() || market.isShown(kept);
  }

  private static void isPaidOnlyIfSettled(
      NodeTrade market, String id, TradeBooks.Entry entry, List<String> steps) {
    switch (entry.status()) {
      case PAID, REFUND_DUE, REFUNDED ->
          assertThat(isSettled(market, id)).as("%s is settled, after %s", id, steps).isTrue();
      case PLACED, AWAITING_PAYMENT, EXPIRED, REJECTED, CANCELLED ->
          assertThat(entry.tries())
              .as("%s is not paid, after %s", id, steps)
              .noneMatch(invoice -> invoice.state().equals("SETTLED"));
    }
  }

  private static boolean isSettled(NodeTrade market, String id) {
    return market.node.in(State.SETTLED).stream()
        .anyMatch(kept -> kept.memo().startsWith("Order '" + id + "'"));
  }

  /** What holds once everybody has gone on. */
  private static void isAtItsEnd(NodeTrade market, List<String> steps) {
    TradeBooks books = TradeBooks.read(JDBC, market.trade);
    books
        .orders()
        .forEach(
            (id, entry) -> {
              ENDS.add(entry.status());
              assertThat(entry.status())
                  .as("%s is at its end, after %s", id, steps)
                  .isNotIn(
                      OrderStatus.PLACED, OrderStatus.AWAITING_PAYMENT, OrderStatus.REFUND_DUE);
              assertThat(entry.status().isPaid() || entry.status() == OrderStatus.REFUNDED)
                  .as("%s is paid exactly when the node has settled, after %s", id, steps)
                  .isEqualTo(isSettled(market, id));
              assertThat(entry.tries()).allMatch(TradeBooks.Try::isFinal);
            });
    assertThat(market.node.that(kept -> !kept.invoice().state().isFinal() && isKnown(market, kept)))
        .as("nothing is left open at the node, after %s", steps)
        .isEmpty();
    assertThat(number(MONEY_IN))
        .as("received, after %s", steps)
        .isEqualTo(
            market.node.in(State.SETTLED).stream()
                .mapToLong(kept -> kept.invoice().received().value())
                .sum());
    assertThat(market.refunds.spent())
        .as("gone back, after %s", steps)
        .isEqualTo(number(GONE_BACK))
        .isEqualTo(number(GOES_BACK));
    EVENTS.addAll(JDBC.sql("SELECT event FROM order_history").query(String.class).list());
    REFUNDED.addAll(JDBC.sql("SELECT reason FROM refund").query(String.class).list());
  }

  private static final String MONEY_IN =
      "SELECT coalesce(sum(received_msat), 0) FROM invoice WHERE state = 'SETTLED'";

  /** What paid orders cost, and all refunds but what of a paid order's price was given back. */
  private static final String MONEY_THERE =
      """
      SELECT (SELECT coalesce(sum(total_msat), 0) FROM orders WHERE status = 'PAID')
        + (SELECT coalesce(sum(amount_msat), 0) FROM refund
           WHERE reason <> 'MERCHANT'
             OR order_seq IN (SELECT seq FROM orders WHERE status <> 'PAID'))
      """;

  private static final String GOES_BACK = "SELECT coalesce(sum(amount_msat), 0) FROM refund";

  private static final String GONE_BACK = GOES_BACK + " WHERE state = 'PAID'";

  private static long number(String sql) {
    return JDBC.sql(sql).query(Long.class).single();
  }
}
