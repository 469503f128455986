package market.caravan.operation;

import java.time.Clock;
import java.util.Map;
import java.util.Set;
import market.caravan.refund.Payers;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * A warning when a refund can't go on by itself: it has failed for good, or its wallet can't pay.
 */
@Component
class RefundsHealthIndicator implements HealthIndicator {

  private final FigureRows rows;
  private final Payers payers;
  private final RememberedHealth health;

  RefundsHealthIndicator(
      FigureRows rows, Payers payers, OperationProperties properties, Clock clock) {
    this.rows = rows;
    this.payers = payers;
    this.health = new RememberedHealth(this::look, properties.healthGoodFor(), clock);
  }

  @Override
  public Health health() {
    return health.get();
  }

  private Health look() {
    Map<String, Long> refunds = rows.refunds();
    Set<String> missing = payers.missing();
    boolean stuck = refunds.containsKey("FAILED") || !missing.isEmpty();
    return Warning.unless(!stuck)
        .withDetail("walletsThatMayNotPayOut", missing)
        .withDetails(refunds)
        .build();
  }
}
