package market.caravan.lightning.camel;

import java.time.Duration;

/**
 * How long to wait between attempts: {@code first}, then twice as long each time, up to {@code
 * longest}.
 */
record BackOff(Duration first, Duration longest) {

  static BackOff of(LightningConfiguration configuration) {
    return new BackOff(
        Duration.ofMillis(configuration.getReconnectDelay()),
        Duration.ofMillis(configuration.getMaxReconnectDelay()));
  }

  Duration after(Duration previous) {
    Duration doubled = previous.multipliedBy(2);
    return doubled.compareTo(longest) < 0 ? doubled : longest;
  }
}
