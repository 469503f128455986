package market.caravan.operation;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import market.caravan.rates.RateFeed;
import market.caravan.rates.RateFeeds;
import org.springframework.stereotype.Component;

/** How old each source's exchange rates are, who is left alone, and what nobody could believe. */
@Component
class RateMetrics implements MeterBinder {

  private final RateFeeds feeds;
  private final Clock clock;

  RateMetrics(RateFeeds feeds, Clock clock) {
    this.feeds = feeds;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    feeds.all().forEach(feed -> bind(feed, registry));
  }

  private void bind(RateFeed feed, MeterRegistry registry) {
    Gauge.builder("caravan.rates.age.seconds", feed, this::age)
        .description("since the latest answer was asked for; NaN before the first")
        .tag("source", feed.name())
        .register(registry);
    Gauge.builder("caravan.rates.breaker.open", feed, each -> each.status().open() ? 1 : 0)
        .description("1 while the source is left alone, for it keeps failing")
        .tag("source", feed.name())
        .register(registry);
    FunctionCounter.builder("caravan.rates.dropped", feed, each -> each.status().dropped())
        .description("prices that could be none")
        .tag("source", feed.name())
        .register(registry);
  }

  private double age(RateFeed feed) {
    return feed.status()
        .answeredAt()
        .map(then -> (double) Duration.between(then, clock.instant()).toSeconds())
        .orElse(Double.NaN);
  }
}
