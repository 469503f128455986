package market.caravan.operation;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import market.caravan.nostr.relay.RelayStatus;

/** The gauges of what is counted now and then; their names are what dashboards rely on. */
final class Gauges {

  private final MultiGauge orders;
  private final MultiGauge inbox;
  private final MultiGauge outbox;
  private final MultiGauge outboxAge;
  private final MultiGauge held;
  private final MultiGauge heldAge;
  private final MultiGauge refunds;
  private final MultiGauge differences;
  private final MultiGauge leftOut;
  private final MultiGauge reconciliationAge;
  private final MultiGauge relayConnected;
  private final MultiGauge relayLag;

  Gauges(MeterRegistry registry) {
    orders = gauge(registry, "caravan.orders", "orders by status");
    inbox = gauge(registry, "caravan.inbox", "messages that wait or have failed");
    outbox = gauge(registry, "caravan.outbox", "messages to be delivered, or undeliverable");
    outboxAge = gauge(registry, "caravan.outbox.oldest.seconds", "age of the oldest undelivered");
    held = gauge(registry, "caravan.payments.held", "locked in, not yet taken or given back");
    heldAge =
        MultiGauge.builder("caravan.payments.held.oldest")
            .description("since the oldest payment that is held was locked in")
            .baseUnit("seconds")
            .register(registry);
    refunds = gauge(registry, "caravan.refunds", "refunds by state");
    differences =
        gauge(registry, "caravan.reconciliation.differences", "between our books and the nodes'");
    leftOut =
        gauge(registry, "caravan.reconciliation.left.out", "1 where it could not be compared");
    reconciliationAge =
        gauge(registry, "caravan.reconciliation.age.seconds", "since all books were last compared");
    relayConnected = gauge(registry, "caravan.relay.connected", "1 while connected");
    relayLag = gauge(registry, "caravan.relay.lag.seconds", "since it was last read to its end");
  }

  private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }

  void show(Figures figures, Instant now) {
    orders.register(rows("status", figures.orders()), true);
    inbox.register(rows("state", figures.messages()), true);
    OutboxFigures letters = figures.outbox();
    outbox.register(
        rows("state", Map.of("PENDING", letters.pending(), "DEAD", letters.dead())), true);
    outboxAge.register(List.of(Row.of(Tags.empty(), seconds(letters.oldestAge(now)))), true);
    held.register(List.of(Row.of(Tags.empty(), figures.held().count())), true);
    heldAge.register(List.of(Row.of(Tags.empty(), seconds(figures.held().oldestAge(now)))), true);
    refunds.register(rows("state", figures.refunds()), true);
    differences.register(
        figures.reconciliation().stream()
            .<Row<?>>map(latest -> Row.of(Tags.empty(), latest.differences()))
            .toList(),
        true);
    leftOut.register(
        figures.reconciliation().stream()
            .flatMap(latest -> latest.leftOut().stream())
            .<Row<?>>map(wallet -> Row.of(Tags.of("wallet", wallet), 1))
            .toList(),
        true);
    reconciliationAge.register(
        figures.reconciliation().flatMap(ReconciliationFigures::comparedAt).stream()
            .<Row<?>>map(at -> Row.of(Tags.empty(), seconds(Duration.between(at, now))))
            .toList(),
        true);
  }

  /** Nothing rather than what was true some time ago. */
  void hideFigures() {
    List.of(
            orders,
            inbox,
            outbox,
            outboxAge,
            held,
            heldAge,
            refunds,
            differences,
            leftOut,
            reconciliationAge)
        .forEach(gauge -> gauge.register(List.of(), true));
  }

  void show(List<RelayStatus> relays) {
    relayConnected.register(
        relays.stream().map(relay -> Row.of(tag(relay), relay.connected() ? 1 : 0)).toList(), true);
    relayLag.register(
        relays.stream()
            .flatMap(relay -> relay.lag().map(lag -> Row.of(tag(relay), seconds(lag))).stream())
            .toList(),
        true);
  }

  private static List<Row<?>> rows(String tag, Map<String, Long> counts) {
    return counts.entrySet().stream()
        .<Row<?>>map(count -> Row.of(Tags.of(tag, count.getKey()), count.getValue()))
        .toList();
  }

  private static Tags tag(RelayStatus relay) {
    return Tags.of("relay", relay.url().toString());
  }

  private static long seconds(Duration duration) {
    return duration.toSeconds();
  }
}
