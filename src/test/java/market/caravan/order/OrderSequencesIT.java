package market.caravan.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import market.caravan.PermanentException;
import market.caravan.TestClock;
import market.caravan.TestDatabase;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Whatever happens to three orders, in whatever order: the books are those of the rules. */
class OrderSequencesIT {

  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final DataSource CONNECTION = hastyConnection();
  private static final JdbcClient JDBC = JdbcClient.create(CONNECTION);
  private static final Set<TradeStep.Move> EARLY =
      EnumSet.of(
          TradeStep.Move.PLACE,
          TradeStep.Move.OPEN,
          TradeStep.Move.NOT_ANSWER,
          TradeStep.Move.CANCEL_AT_NODE,
          TradeStep.Move.LOCK_IN);
  private static final Set<TradeStep.Move> RARE =
      EnumSet.of(
          TradeStep.Move.PLACE,
          TradeStep.Move.NOT_ANSWER,
          TradeStep.Move.GIVE_UP,
          TradeStep.Move.REISSUE,
          TradeStep.Move.LOCK_IN);
  private static final Set<OrderEvent> SEEN = EnumSet.noneOf(OrderEvent.class);
  private static final Set<OrderStatus> REACHED = EnumSet.noneOf(OrderStatus.class);

  /**
   * Nothing here asks what a crash leaves behind, and waiting for the disk takes most of the time.
   */
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
  static void everythingHasHappened() {
    DATABASE.close();
    // What happens only to orders that were restored is RestorerIT's.
    assertThat(SEEN)
        .containsExactlyInAnyOrderElementsOf(
            EnumSet.complementOf(
                EnumSet.of(OrderEvent.HELD_WITHOUT_SECRET, OrderEvent.PAYMENT_CONFIRMED)));
    assertThat(REACHED).containsExactlyInAnyOrder(OrderStatus.values());
  }

  @Property(tries = 160)
  void keepsTheBooks(@ForAll("choices") List<Integer> choices) {
    play(choices);
  }

  @Property(tries = 2_000)
  @Tag("slow")
  void keepsTheBooksTwoThousandTimes(@ForAll("choices") List<Integer> choices) {
    play(choices);
  }

  @Provide
  Arbitrary<List<Integer>> choices() {
    return Arbitraries.integers()
        .between(0, 9_999)
        .withDistribution(RandomDistribution.uniform())
        .list()
        .ofMinSize(5)
        .ofMaxSize(40)
        .withSizeDistribution(RandomDistribution.uniform());
  }

  private static void play(List<Integer> choices) {
    TestClock clock = new TestClock(Instant.parse("2026-05-06T07:08:09Z"));
    String hold = choices.getFirst() % 2 == 0 ? "never" : "always";
    Trade trade = new Trade(CONNECTION, clock, Map.of("caravan.checkout.hold", hold));
    TradeStep.open(trade);
    List<TradeStep> steps = new ArrayList<>();
    TradeBooks books = TradeBooks.read(JDBC, trade);
    for (int choice : choices) {
      TradeStep step = choose(books, choice);
      steps.add(step);
      clock.advance(Duration.ofSeconds(61)); // or answers to what is repeated would be rationed
      books = take(step, steps, trade, books);
      hold(books, steps);
    }
  }

  /**
   * One of all steps that are possible; more often one of those that change something, and of those
   * that come before a payment or are rare, or else most orders would be settled at once.
   */
  private static TradeStep choose(TradeBooks books, int choice) {
    List<TradeStep> possible =
        TradeStep.all().filter(step -> TradeRules.isPossible(books, step)).toList();
    List<TradeStep> moving =
        possible.stream().filter(step -> new TradeRules(books, step).moves()).toList();
    List<TradeStep> from =
        switch (choice % 5) {
          case 0 -> possible;
          case 1 -> moving;
          case 2 -> some(moving, RARE);
          default -> some(moving, EARLY);
        };
    return from.get(choice / 5 % from.size());
  }

  private static List<TradeStep> some(List<TradeStep> steps, Set<TradeStep.Move> moves) {
    List<TradeStep> some = steps.stream().filter(step -> moves.contains(step.move())).toList();
    return some.isEmpty() ? steps : some;
  }

  private static TradeBooks take(
      TradeStep step, List<TradeStep> steps, Trade trade, TradeBooks before) {
    Optional<TradeRules.Prediction> prediction = new TradeRules(before, step).predict();
    if (prediction.isEmpty()) {
      assertThatExceptionOfType(PermanentException.class).isThrownBy(() -> step.take(trade));
    } else {
      assertThat(step.take(trade)).as("news after %s", steps).hasSize(prediction.get().told());
    }
    TradeBooks after = TradeBooks.read(JDBC, trade);
    assertThat(after)
        .as("after %s", steps)
        .isEqualTo(prediction.map(TradeRules.Prediction::books).orElse(before));
    onlyAdvances(before, after);
    return after;
  }

  private static void onlyAdvances(TradeBooks before, TradeBooks after) {
    before
        .orders()
        .forEach(
            (id, entry) -> {
              TradeBooks.Entry later = Objects.requireNonNull(after.orders().get(id));
              for (int i = 0; i < entry.tries().size(); i++) {
                String from = entry.tries().get(i).state();
                String to = later.tries().get(i).state();
                assertThat(from.equals(to) || TradeRules.advances(from, to)).isTrue();
              }
            });
  }

  /** What holds at every moment, whatever the rules say. */
  private static void hold(TradeBooks books, List<TradeStep> steps) {
    long restocked = steps.stream().filter(step -> step.move() == TradeStep.Move.RESTOCK).count();
    books
        .shelves()
        .forEach(
            (product, shelf) -> {
              long bought = product.equals("teapot") ? restocked : 0;
              long had = Objects.requireNonNull(TradeStep.STOCK.get(product)) + bought;
              assertThat(shelf.reserved()).isEqualTo(books.pieces(product, "HELD"));
              assertThat(shelf.quantity() + books.pieces(product, "COMMITTED")).isEqualTo(had);
              assertThat(shelf.quantity()).isGreaterThanOrEqualTo(shelf.reserved());
            });
    books.orders().forEach(OrderSequencesIT::hold);
  }

  private static void hold(String id, TradeBooks.Entry entry) {
    long asked = new TradeStep(TradeStep.Move.SETTLE, id, 0).total();
    boolean settled = entry.tries().stream().anyMatch(t -> t.state().equals("SETTLED"));
    boolean taken = entry.pieces().values().stream().allMatch(p -> p.state().equals("COMMITTED"));
    REACHED.add(entry.status());
    if (!entry.event().equals("PLACED")) {
      SEEN.add(OrderEvent.valueOf(entry.event()));
    }
    switch (entry.status()) {
      case PAID -> {
        assertThat(entry.invoice(entry.current()).state()).as("paid is paid").isEqualTo("SETTLED");
        assertThat(taken).as("what is paid is taken").isTrue();
        assertThat(entry.kept()).as("nobody pays more than was asked").isBetween(0L, asked);
      }
      case REFUND_DUE, REFUNDED -> {
        assertThat(settled).as("owes what it has").isTrue();
        assertThat(entry.kept()).as("all of it goes back").isZero();
      }
      case PLACED, AWAITING_PAYMENT, EXPIRED, REJECTED, CANCELLED ->
          assertThat(settled).as("no settlement is missed").isFalse();
    }
    assertThat(entry.shipped() && !taken).as("what is shipped is not on the shelf").isFalse();
    for (int number = 1; number <= entry.tries().size(); number++) {
      hold(entry, number);
    }
  }

  private static void hold(TradeBooks.Entry entry, int number) {
    TradeBooks.Try invoice = entry.invoice(number);
    boolean told = invoice.instruction() != null;
    assertThat(invoice.isFinal() && told).as("nothing is left to tell").isFalse();
    if (invoice.state().equals("HELD")) {
      assertThat(told).as("what is locked in is settled or given back").isTrue();
    }
    boolean awaited =
        entry.status() == OrderStatus.PLACED || entry.status() == OrderStatus.AWAITING_PAYMENT;
    boolean current = number == entry.current();
    if (!invoice.isFinal() && !(awaited && current) && entry.status() != OrderStatus.EXPIRED) {
      assertThat(told).as("an invoice that nobody awaits is cancelled").isTrue();
    }
  }
}
