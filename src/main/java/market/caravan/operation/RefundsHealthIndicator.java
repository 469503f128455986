package market.caravan.operation;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import market.caravan.refund.Payers;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * A warning when a refund can't go on by itself: it has failed for good, its wallet can't pay, or
 * nothing comes of it for an hour.
 */
@Component
class RefundsHealthIndicator implements HealthIndicator {

  private static final Duration LATE = Duration.ofHours(1);

  private final FigureRows rows;
  private final Payers payers;
  private final Clock clock;
  private final RememberedHealth health;

  RefundsHealthIndicator(
      FigureRows rows, Payers payers, OperationProperties properties, Clock clock) {
    this.rows = rows;
    this.payers = payers;
    this.clock = clock;
    this.health = new RememberedHealth(this::look, properties.healthGoodFor(), clock);
  }

  @Override
  public Health health() {
    return health.get();
  }

  private Health look() {
    Map<String, Long> refunds = rows.refunds();
    Set<String> missing = payers.missing();
    long late = rows.refundsUnderWaySince(clock.instant().minus(LATE));
    boolean stuck = refunds.containsKey("FAILED") || !missing.isEmpty() || late > 0;
    return Warning.unless(!stuck)
        .withDetail("underWayForMoreThanAnHour", late)
        .withDetail("walletsThatMayNotPayOut", missing)
        .withDetails(refunds)
        .build();
  }
}
