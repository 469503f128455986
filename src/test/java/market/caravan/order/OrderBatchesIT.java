package market.caravan.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import market.caravan.TestClock;
import market.caravan.TestDatabase;
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

/**
 * What comes at the same moment is done in one transaction, and leaves what it would have left one
 * after the other, in some order in which no message of an order overtakes another one of it.
 */
class OrderBatchesIT {

  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final JdbcClient JDBC = JdbcClient.create(DATABASE.dataSource());
  private static final int LARGEST = 4;

  /** What the books are, and how much the customers were told. */
  private record Aftermath(TradeBooks books, int told) {}

  @AfterContainer
  static void close() {
    DATABASE.close();
  }

  @Property(tries = 60)
  void leaveWhatTheirPartsLeave(@ForAll("choices") List<Integer> choices) {
    play(choices);
  }

  @Property(tries = 1_000)
  @Tag("slow")
  void leaveWhatTheirPartsLeaveAThousandTimes(@ForAll("choices") List<Integer> choices) {
    play(choices);
  }

  @Provide
  Arbitrary<List<Integer>> choices() {
    return Arbitraries.integers()
        .between(0, 999_999)
        .withDistribution(RandomDistribution.uniform())
        .list()
        .ofMinSize(10)
        .ofMaxSize(30)
        .withSizeDistribution(RandomDistribution.uniform());
  }

  @Example
  void sellReleasedPiecesOnceToTwoWhoPayLateAtOnce() {
    var trade = new Played();
    for (String order : List.of("a", "b")) {
      trade.take(List.of(new TradeStep(TradeStep.Move.PLACE, order, 0)));
      trade.take(List.of(new TradeStep(TradeStep.Move.CANCEL_AT_NODE, order, 0)));
    }
    trade.take(
        List.of(
            new TradeStep(TradeStep.Move.SETTLE, "a", 0),
            new TradeStep(TradeStep.Move.SETTLE, "b", 0)));
    assertThat(trade.books.orders().values())
        .extracting(TradeBooks.Entry::status)
        .containsExactlyInAnyOrder(OrderStatus.PAID, OrderStatus.REFUND_DUE);
  }

  /** By turns orders and words of the node; each choice is a batch. */
  private static void play(List<Integer> choices) {
    var trade = new Played();
    for (int choice : choices) {
      trade.take(batch(trade.books, trade.batches.size() % 2 == 0, choice));
    }
  }

  /** A trade in which every batch was what it has to be so far. */
  private static final class Played {

    private final TestClock clock = new TestClock(Instant.parse("2026-05-06T07:08:09Z"));
    private final Trade trade = new Trade(DATABASE.dataSource(), clock);
    private final List<List<TradeStep>> batches = new ArrayList<>();
    private TradeBooks books;

    Played() {
      TradeStep.open(trade);
      books = TradeBooks.read(JDBC, trade);
    }

    void take(List<TradeStep> batch) {
      batches.add(batch);
      clock.advance(Duration.ofSeconds(61)); // or answers to what is repeated would be rationed
      int told = batch.isEmpty() ? 0 : OrderBatchesIT.take(batch, trade).size();
      Aftermath aftermath = new Aftermath(TradeBooks.read(JDBC, trade), told);
      assertThat(aftermath).as("after %s", batches).isIn(oneAfterTheOther(books, batch));
      books = aftermath.books();
    }
  }

  private static List<TradeStep> batch(TradeBooks books, boolean orders, int choice) {
    List<TradeStep> possible =
        TradeStep.all()
            .filter(step -> orders ? isOrder(step, books) : step.news().isPresent())
            .filter(step -> TradeRules.isPossible(books, step) || isOrder(step, books))
            .toList();
    List<TradeStep> batch = new ArrayList<>();
    int left = choice;
    for (int i = 0; i < LARGEST && !possible.isEmpty(); i++) {
      batch.add(possible.get(left % possible.size()));
      left /= possible.size() + 1;
    }
    return batch;
  }

  /** Something else under an order's id comes only where the order is known. */
  private static boolean isOrder(TradeStep step, TradeBooks books) {
    return step.move() == TradeStep.Move.PLACE
        || (step.move() == TradeStep.Move.CONTRADICT && books.orders().containsKey(step.order()));
  }

  private static List<OrderNews> take(List<TradeStep> batch, Trade trade) {
    return batch.getFirst().news().isPresent()
        ? trade.hear(batch.stream().map(step -> step.word(trade)).toList())
        : trade.place(batch.stream().map(step -> step.command(trade)).toList());
  }

  private static Set<Aftermath> oneAfterTheOther(TradeBooks books, List<TradeStep> batch) {
    Set<Aftermath> aftermaths = new HashSet<>();
    collect(new Aftermath(books, 0), batch, aftermaths);
    return aftermaths;
  }

  private static void collect(Aftermath before, List<TradeStep> rest, Set<Aftermath> aftermaths) {
    if (rest.isEmpty()) {
      aftermaths.add(before);
    }
    Set<String> begun = new HashSet<>();
    for (TradeStep step : rest) {
      if (begun.add(step.order())) {
        List<TradeStep> others = new ArrayList<>(rest);
        others.remove(step);
        collect(after(before, step), others, aftermaths);
      }
    }
  }

  private static Aftermath after(Aftermath before, TradeStep step) {
    var prediction = new TradeRules(before.books(), step).predict().orElseThrow();
    return new Aftermath(prediction.books(), before.told() + prediction.told());
  }
}
