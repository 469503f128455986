package market.caravan.operation;

import java.time.Clock;
import java.util.Map;
import market.caravan.lightning.PayOuts;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** A warning when a refund can't go on by itself: it has failed for good, or no node may pay. */
@Component
class RefundsHealthIndicator implements HealthIndicator {

  private final FigureRows rows;
  private final ObjectProvider<PayOuts> payOuts;
  private final RememberedHealth health;

  RefundsHealthIndicator(
      FigureRows rows,
      ObjectProvider<PayOuts> payOuts,
      OperationProperties properties,
      Clock clock) {
    this.rows = rows;
    this.payOuts = payOuts;
    this.health = new RememberedHealth(this::look, properties.healthGoodFor(), clock);
  }

  @Override
  public Health health() {
    return health.get();
  }

  private Health look() {
    Map<String, Long> refunds = rows.refunds();
    boolean canPay = payOuts.stream().findAny().isPresent();
    boolean stuck =
        refunds.containsKey("FAILED")
            || (!canPay && (refunds.containsKey("DUE") || refunds.containsKey("SENDING")));
    return Warning.unless(!stuck).withDetail("canPay", canPay).withDetails(refunds).build();
  }
}
