package market.caravan.operation;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import market.caravan.nostr.relay.RelayPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Counts what is in the database, and looks at the relays, from time to time: a scrape reads what
 * was found and costs nothing. What can't be counted is missing from the metrics, never stale.
 */
@Component
class BusinessMetrics implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(BusinessMetrics.class);

  private final FigureRows rows;
  private final ObjectProvider<RelayPool> pool;
  private final Clock clock;
  private final Duration every;
  private final Gauges gauges;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("metrics").factory());

  private @Nullable ScheduledFuture<?> looking;

  BusinessMetrics(
      FigureRows rows,
      ObjectProvider<RelayPool> pool,
      Clock clock,
      OperationProperties properties,
      MeterRegistry registry) {
    this.rows = rows;
    this.pool = pool;
    this.clock = clock;
    this.every = properties.figuresEvery();
    this.gauges = new Gauges(registry);
  }

  @EventListener(ApplicationReadyEvent.class)
  void start() {
    looking = timer.scheduleWithFixedDelay(this::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      gauges.show(rows.all(), clock.instant());
    } catch (RuntimeException e) {
      log.warn("Orders, inbox and outbox could not be counted: {}", e.getMessage());
      gauges.hideFigures();
    }
    gauges.show(pool.stream().flatMap(each -> each.status().stream()).toList());
  }

  @Override
  public void destroy() {
    if (looking != null) {
      looking.cancel(true);
    }
    timer.shutdownNow();
  }
}
