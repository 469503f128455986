package market.caravan.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import market.caravan.CaravanProcess;
import market.caravan.TestCustomer;
import market.caravan.TestShop;
import market.caravan.nostr.Event;
import org.awaitility.Awaitility;

/**
 * What has to be true of a Caravan after whatever has happened to it, checked from outside: in its
 * database, at its node, and through its relay's socket.
 */
public final class Books {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int PAGE = 5_000;

  private final CaravanProcess caravan;
  private final Map<String, Long> pieces;

  /** Begins with the stock as it is now. */
  public Books(CaravanProcess caravan) {
    this.caravan = caravan;
    this.pieces = pieces();
  }

  /** What holds at any moment, whatever is on its way. */
  public void assertBalanced() {
    assertDatabaseBalanced();
    assertThat(atTheRelay()).as("the relay's books").isEmpty();
  }

  /** The same without the relay, which may have died with Caravan. */
  public void assertDatabaseBalanced() {
    assertThat(violations(Rules.ALWAYS)).as("the books").isEmpty();
    assertThat(pieces()).as("left, and taken by paid orders").isEqualTo(pieces);
  }

  /** Waits until nothing is on its way any more; then everything holds. */
  public void assertBalanceOnceSettled() {
    Awaitility.await("nothing is on its way")
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(violations(Rules.ONCE_SETTLED)).isEmpty());
    assertBalanced();
  }

  private List<String> violations(Map<String, String> rules) {
    List<String> found = new ArrayList<>();
    rules.forEach(
        (rule, sql) ->
            caravan.database().sql(sql).query(String.class).list().stream()
                .limit(5)
                .forEach(row -> found.add(rule + ": " + row)));
    return found;
  }

  /** What is left of each product together with what was taken of it. */
  private Map<String, Long> pieces() {
    return caravan
        .database()
        .sql(
            """
            SELECT p.id, p.quantity + coalesce((SELECT sum(r.quantity) FROM reservation r
              WHERE r.merchant_id = p.merchant_id AND r.product_id = p.id
                AND r.state = 'COMMITTED'), 0) AS pieces
            FROM product p WHERE p.quantity IS NOT NULL
            """)
        .query((row, n) -> Map.entry(row.getString("id"), row.getLong("pieces")))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum, TreeMap::new));
  }

  /** What the relay has of the merchant's words against what the outbox says that it has. */
  private List<String> atTheRelay() {
    Set<String> delivered =
        new HashSet<>(
            caravan
                .database()
                .sql("SELECT event_id FROM outbox_signed WHERE kind = 4 AND state = 'DELIVERED'")
                .query(String.class)
                .list());
    List<String> there = archive();
    Map<String, List<Long>> rows = rowsByEvent();
    List<String> errors = new ArrayList<>();
    Map<Long, String> said = new TreeMap<>();
    for (String id : there) {
      List<Long> row = rows.getOrDefault(id, List.of());
      if (row.size() != 1) {
        errors.add("the relay has an event that the outbox does not name: " + id);
      } else if (said.put(row.getFirst(), id) != null) {
        errors.add("the relay has a reply under two ids: outbox row " + row.getFirst());
      }
    }
    there.forEach(delivered::remove);
    delivered.forEach(id -> errors.add("the relay has no event that counts as delivered: " + id));
    return errors;
  }

  private Map<String, List<Long>> rowsByEvent() {
    return caravan
        .database()
        .sql("SELECT event_id, outbox_seq FROM outbox_event")
        .query((row, n) -> Map.entry(row.getString(1), row.getLong(2)))
        .stream()
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  /** Ids of all messages of the merchant's that the relay has, read through its socket. */
  private List<String> archive() {
    TestShop shop = caravan.shop();
    Set<String> ids = new HashSet<>();
    Instant until = Instant.now().plus(Duration.ofDays(1));
    try (TestCustomer reader = shop.customer()) {
      while (true) {
        List<Event> page =
            reader.stored(
                "{\"kinds\":[4],\"authors\":[\"%s\"],\"until\":%d,\"limit\":%d}"
                    .formatted(shop.merchant(), until.getEpochSecond(), PAGE));
        boolean news = ids.addAll(page.stream().map(event -> event.id().hex()).toList());
        if (!news) {
          return List.copyOf(ids);
        }
        until = page.stream().map(Event::createdAt).min(Instant::compareTo).orElseThrow();
      }
    }
  }
}
