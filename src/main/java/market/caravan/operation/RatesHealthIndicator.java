package market.caravan.operation;

import java.util.List;
import market.caravan.rates.RateFeed;
import market.caravan.rates.RateFeedStatus;
import market.caravan.rates.RateFeeds;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** A warning when a source of exchange rates keeps failing. */
@Component
class RatesHealthIndicator implements HealthIndicator {

  private final RateFeeds feeds;

  RatesHealthIndicator(RateFeeds feeds) {
    this.feeds = feeds;
  }

  @Override
  public Health health() {
    List<RateFeedStatus> sources = feeds.all().map(RateFeed::status).toList();
    Health.Builder health = Warning.unless(sources.stream().noneMatch(RateFeedStatus::open));
    sources.forEach(source -> health.withDetail(source.name(), inWords(source)));
    return health.build();
  }

  private static String inWords(RateFeedStatus source) {
    String answered = source.answeredAt().map(at -> "answered at " + at).orElse("no answer yet");
    return source.failures() == 0 ? answered : answered + ", failures since: " + source.failures();
  }
}
