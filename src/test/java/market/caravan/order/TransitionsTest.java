package market.caravan.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TransitionsTest {

  private static final Map<Cell, Outcome> DOCUMENTED = documented();

  record Cell(OrderEvent event, OrderStatus status) {}

  static Stream<Arguments> everyCell() {
    return Arrays.stream(OrderEvent.values())
        .flatMap(
            event ->
                Arrays.stream(OrderStatus.values()).map(status -> Arguments.of(event, status)));
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("everyCell")
  void doesWhatTheDocumentSays(OrderEvent event, OrderStatus status) {
    assertThat(Transitions.find(event, status))
        .isEqualTo(Optional.ofNullable(DOCUMENTED.get(new Cell(event, status))));
  }

  @Test
  void refusesAPairThatIsNotInTheTable() {
    assertThatThrownBy(() -> Transitions.outcome(OrderEvent.SHIPPED, OrderStatus.EXPIRED))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage("An order that is expired can't be shipped");
  }

  @Test
  void theDocumentHasARowForEveryEvent() {
    assertThat(DOCUMENTED.keySet().stream().map(Cell::event)).contains(OrderEvent.values());
  }

  private static Map<Cell, Outcome> documented() {
    Map<Cell, Outcome> cells = new HashMap<>();
    for (List<String> row : rows()) {
      OrderEvent event = OrderEvent.valueOf(row.get(0));
      for (String name : row.get(1).split(", ", -1)) {
        OrderStatus status = OrderStatus.valueOf(name);
        Outcome before = cells.put(new Cell(event, status), outcome(status, row));
        assertThat(before).as("%s in %s is documented once", event, status).isNull();
      }
    }
    return cells;
  }

  private static Outcome outcome(OrderStatus status, List<String> row) {
    return new Outcome(
        row.get(2).equals("unchanged") ? status : OrderStatus.valueOf(row.get(2)),
        row.get(3).equals("-")
            ? Outcome.Stock.UNCHANGED
            : Outcome.Stock.valueOf(constant(row.get(3))),
        row.get(4).equals("-") ? Outcome.Node.NOTHING : Outcome.Node.valueOf(constant(row.get(4))),
        row.get(5).equals("-") ? null : RefundReason.valueOf(constant(row.get(5))),
        row.get(6).equals("-")
            ? Outcome.Answer.NONE
            : Outcome.Answer.valueOf(constant(row.get(6))));
  }

  private static String constant(String words) {
    return words.toUpperCase(java.util.Locale.ROOT).replace(' ', '_');
  }

  private static List<List<String>> rows() {
    try {
      List<List<String>> rows = new ArrayList<>();
      for (String line : Files.readAllLines(Path.of("docs/order-lifecycle.md"))) {
        List<String> cells =
            Arrays.stream(line.split("\\|", -1))
                .map(String::strip)
                .filter(c -> !c.isEmpty())
                .toList();
        if (cells.size() == 7 && cells.getFirst().matches("[A-Z_]+")) {
          rows.add(cells);
        }
      }
      return rows;
    } catch (IOException e) {
      throw new AssertionError("The tests run in the project's folder", e);
    }
  }
}
