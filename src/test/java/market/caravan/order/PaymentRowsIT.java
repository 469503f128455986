package market.caravan.order;

import static market.caravan.order.OrderStatus.CANCELLED;
import static market.caravan.order.OrderStatus.EXPIRED;
import static market.caravan.order.OrderStatus.PAID;
import static market.caravan.order.OrderStatus.REFUNDED;
import static market.caravan.order.OrderStatus.REJECTED;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import market.caravan.TestDatabase;
import market.caravan.lightning.Invoice.State;
import market.caravan.money.Msat;
import market.caravan.order.FickleNode.Call;
import market.caravan.order.FickleNode.Fault;
import market.caravan.order.FickleNode.Kept;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Every way that a payment can go, with the node misbehaving at each call, its news lost, repeated
 * or in another order, and the process killed at each step: it ends as without all that.
 */
class PaymentRowsIT {

  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final DataSource CONNECTION = hastyConnection();
  private static final JdbcClient JDBC = JdbcClient.create(CONNECTION);
  private static final int KILLS = 8;
  private static final int SHARE = 6;

  private static DataSource hastyConnection() {
    try {
      var connection = new SingleConnectionDataSource(DATABASE.dataSource().getConnection(), true);
      JdbcClient.create(connection).sql("SET synchronous_commit = off").update();
      return connection;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterAll
  static void dropDatabase() {
    DATABASE.close();
  }

  /** What the node and its invoices are. */
  enum Kind {
    PAID_AT_ONCE,
    PAID_AT_ONCE_WITH_ITS_OWN_HASH,
    HELD
  }

  /**
   * A way that a payment can go.
   *
   * @param end the status of order {@code a} and why money goes back, as {@code REFUNDED SOLD_OUT}
   * @param settled how many payments the node has taken in the end
   */
  record Row(String name, Kind kind, String end, int settled, Consumer<Course> course) {

    @Override
    public String toString() {
      return name + ", " + kind;
    }
  }

  /** What goes wrong whenever a course goes on. */
  record Trouble(String name, Consumer<NodeTrade> begins) {}

  /** A market in which something goes wrong. */
  record Course(NodeTrade market, Trouble trouble) {

    /** Trouble, and some time in which it is over. */
    void go() {
      trouble.begins().accept(market);
      market.round(Duration.ofSeconds(1));
      market.killAfter(Integer.MAX_VALUE);
      market.node.behave();
      market.round(Duration.ofSeconds(61));
      market.round(Duration.ofSeconds(1));
    }

    void place(String id) {
      Map<String, Long> wanted = new TradeStep(TradeStep.Move.PLACE, id, 0).wanted();
      market.ask(() -> market.trade.place(List.of(market.trade.order(id, wanted))));
      go();
    }

    /** The invoice that the order has got last, or the one so many before. */
    Kept invoice(String id, int back) {
      List<Kept> all = market.node.that(kept -> kept.memo().startsWith("Order '" + id + "'"));
      return all.get(all.size() - 1 - back);
    }

    void pay(String id, long more) {
      Kept invoice = invoice(id, 0);
      market.node.pay(invoice, new Msat(invoice.invoice().amount().value() + more));
      go();
    }

    void expire(String id) {
      market.node.expire(invoice(id, 0));
      go();
    }

    void settleAllTheSame(String id, int back) {
      market.node.settleAllTheSame(invoice(id, back));
    }

    void reissue(String id) {
      market.ask(() -> market.trade.reissue(id));
    }

    void withdraw(String id) {
      market.ask(() -> market.trade.withdraw(id));
    }

    void fallSilentPastTheExpiry() {
      market.clock.advance(Duration.ofMinutes(16));
      for (int i = 0; i < 2 * NodeTrade.SILENCE.toMinutes() + 3; i++) {
        market.node.misbehave(Call.CANCEL, Fault.AWAY);
        market.node.misbehave(Call.LOOK_UP, Fault.AWAY);
        market.round(Duration.ofSeconds(31));
      }
    }
  }

  static Stream<Row> rows() {
    return Stream.concat(
        Arrays.stream(Kind.values()).flatMap(PaymentRowsIT::any),
        Stream.concat(notHeld().stream(), held().stream()));
  }

  /** Whatever the node is. */
  private static Stream<Row> any(Kind kind) {
    return Stream.of(
        row(kind, "paid", PAID + "", 1, it -> it.pay("a", 0)),
        row(kind, "underpaid", REFUNDED + " UNDERPAID", 1, it -> it.pay("a", -1_000)),
        row(kind, "overpaid", PAID + " OVERPAID", 1, it -> it.pay("a", TradeStep.EXCESS)),
        row(kind, "not paid", EXPIRED + "", 0, it -> it.expire("a")),
        row(kind, "paid late", PAID + "", 1, PaymentRowsIT::paidLate),
        row(kind, "paid late, sold out", REFUNDED + " SOLD_OUT", 2, PaymentRowsIT::soldOut),
        row(
            kind,
            "paid after it was cancelled",
            REFUNDED + " CANCELLED",
            1,
            it -> {
              it.withdraw("a");
              it.go();
              it.settleAllTheSame("a", 0);
              it.go();
            }),
        row(
            kind,
            "invoiced again",
            PAID + "",
            1,
            it -> {
              it.reissue("a");
              it.go();
              it.pay("a", 0);
            }),
        row(
            kind,
            "cancelled by the merchant once it is paid",
            REFUNDED + " CANCELLED",
            1,
            it -> {
              it.pay("a", 0);
              it.market().ask(() -> it.market().trade.cancel("a"));
              it.go();
            }),
        row(
            kind,
            "refunded in part",
            PAID + " MERCHANT",
            1,
            it -> {
              it.pay("a", 0);
              it.market().ask(() -> it.market().trade.refund("a", new Msat(TradeStep.PART)));
              it.go();
            }),
        row(kind, "cancelled by the customer", CANCELLED + "", 0, it -> it.withdraw("a")),
        row(kind, "of a node that is silent", EXPIRED + "", 0, Course::fallSilentPastTheExpiry),
        row(
            kind,
            "of a silent node, and paid",
            PAID + "",
            1,
            it -> {
              it.fallSilentPastTheExpiry();
              it.settleAllTheSame("a", 0);
              it.go();
            }),
        new Row("never invoiced", kind, REJECTED + "", 0, PaymentRowsIT::neverInvoiced));
  }

  private static List<Row> notHeld() {
    return List.of(
        row(
            Kind.PAID_AT_ONCE,
            "paid twice after it was invoiced again",
            PAID + " PAID_TWICE",
            2,
            it -> {
              it.reissue("a");
              it.go();
              it.settleAllTheSame("a", 1);
              it.pay("a", 0);
            }),
        row(
            Kind.PAID_AT_ONCE,
            "paid while another invoice is asked for",
            PAID + "",
            1,
            it -> {
              it.reissue("a");
              it.pay("a", 0);
            }));
  }

  private static List<Row> held() {
    return List.of(
        row(
            Kind.HELD,
            "locked in as the last piece is sold",
            EXPIRED + "",
            1,
            it -> {
              it.place("b");
              it.pay("b", 0);
              it.pay("a", 0);
            }),
        row(
            Kind.HELD,
            "locked in after it was cancelled",
            CANCELLED + "",
            0,
            it -> {
              it.withdraw("a");
              it.pay("a", 0);
            }),
        row(
            Kind.HELD,
            "locked in by the invoice before",
            PAID + "",
            1,
            it -> {
              it.reissue("a");
              it.pay("a", 0);
              it.pay("a", 0);
            }),
        row(
            Kind.HELD,
            "locked in and called off",
            PAID + "",
            1,
            it -> {
              it.pay("a", 0);
              it.withdraw("a");
              it.reissue("a");
              it.go();
            }));
  }

  /** From an order that has its invoice on. */
  private static Row row(Kind kind, String name, String end, int settled, Consumer<Course> course) {
    return new Row(
        name,
        kind,
        end,
        settled,
        it -> {
          it.place("a");
          course.accept(it);
        });
  }

  private static void paidLate(Course it) {
    it.expire("a");
    it.settleAllTheSame("a", 0);
    it.go();
  }

  private static void soldOut(Course it) {
    it.expire("a");
    it.place("b");
    it.pay("b", 0);
    it.settleAllTheSame("a", 0);
    it.go();
  }

  private static void neverInvoiced(Course it) {
    Map<String, Long> wanted = new TradeStep(TradeStep.Move.PLACE, "a", 0).wanted();
    it.market().ask(() -> it.market().trade.place(List.of(it.market().trade.order("a", wanted))));
    for (int i = 0; i < 11; i++) {
      it.trouble().begins().accept(it.market());
      it.market().node.misbehave(Call.CREATE, Fault.AWAY);
      it.market().round(Duration.ofSeconds(61));
    }
  }

  private static Stream<Trouble> troubles() {
    Stream<Trouble> calls =
        Arrays.stream(Call.values())
            .flatMap(
                call ->
                    Arrays.stream(Fault.values())
                        .map(
                            fault ->
                                new Trouble(
                                    call + " " + fault,
                                    market -> market.node.misbehave(call, fault))));
    Stream<Trouble> kills =
        IntStream.range(0, KILLS)
            .mapToObj(
                step -> new Trouble("killed at step " + step, market -> market.killAfter(step)));
    return Stream.of(
            Stream.of(
                new Trouble("none", market -> {}),
                new Trouble("news is lost", market -> market.node.loseNews()),
                new Trouble("news comes the other way round", PaymentRowsIT::turn),
                new Trouble("news comes twice and once more later", PaymentRowsIT::repeat)),
            calls,
            kills)
        .flatMap(each -> each);
  }

  private static void turn(NodeTrade market) {
    while (!market.node.news.isEmpty()) {
      market.push(market.node.news.size() - 1);
    }
  }

  private static void repeat(NodeTrade market) {
    for (int i = 0; i < 5; i++) {
      market.pushAgain(i);
    }
    market.node.news.addAll(List.copyOf(market.node.news));
  }

  /** Each trouble meets a sixth of the rows. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void endsAsItShouldWhateverGoesWrong(Row row) {
    List<Trouble> troubles = troubles().toList();
    for (int i = Math.floorMod(row.toString().hashCode(), SHARE); i < troubles.size(); i += SHARE) {
      play(row, troubles.get(i));
    }
  }

  @Tag("slow")
  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void endsAsItShouldWhateverGoesWrongEachWithEach(Row row) {
    troubles().forEach(trouble -> play(row, trouble));
  }

  private static void play(Row row, Trouble trouble) {
    JDBC.sql(
            """
            TRUNCATE account, orders, order_history, invoice, reservation, outbox, outbox_event,
              outbox_delivery CASCADE
            """)
        .update();
    NodeTrade market =
        new NodeTrade(
            CONNECTION, row.kind() == Kind.HELD, row.kind() != Kind.PAID_AT_ONCE_WITH_ITS_OWN_HASH);
    TradeStep.open(market.trade);
    row.course().accept(new Course(market, trouble));
    market.comeToAnEnd();
    assertThat(end()).as("%s; %s", row, trouble.name()).isEqualTo(row.end());
    assertThat(market.node.in(State.SETTLED))
        .as("%s; %s", row, trouble.name())
        .hasSize(row.settled());
    assertThat(market.node.that(kept -> !kept.invoice().state().isFinal())).isEmpty();
    assertThat(market.refunds.spent()).isEqualTo(goneBack());
  }

  private static String end() {
    return JDBC.sql(
            """
            SELECT concat_ws(' ', status, (SELECT string_agg(reason, ' ') FROM refund
              WHERE order_seq = orders.seq AND state = 'PAID'))
            FROM orders WHERE id = 'a'
            """)
        .query(String.class)
        .single();
  }

  private static long goneBack() {
    return JDBC.sql("SELECT coalesce(sum(amount_msat), 0) FROM refund").query(Long.class).single();
  }
}
