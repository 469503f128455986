package market.caravan.operation;

import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** A warning when a message has been waiting to be delivered for longer than it should. */
@Component
class OutboxHealthIndicator implements HealthIndicator {

  private final FigureRows rows;
  private final OperationProperties properties;
  private final Clock clock;
  private final RememberedHealth health;

  OutboxHealthIndicator(FigureRows rows, OperationProperties properties, Clock clock) {
    this.rows = rows;
    this.properties = properties;
    this.clock = clock;
    this.health = new RememberedHealth(this::look, properties.healthGoodFor(), clock);
  }

  @Override
  public Health health() {
    return health.get();
  }

  private Health look() {
    OutboxFigures outbox = rows.outbox();
    Duration oldest = outbox.oldestAge(clock.instant());
    return Warning.unless(oldest.compareTo(properties.outboxPatience()) <= 0)
        .withDetail("pending", outbox.pending())
        .withDetail("oldestPending", oldest.toString())
        .withDetail("dead", outbox.dead())
        .build();
  }
}
