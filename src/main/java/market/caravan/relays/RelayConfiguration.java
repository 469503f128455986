package market.caravan.relays;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import market.caravan.mailbox.OurRelays;
import market.caravan.nostr.relay.IntakeSettings;
import market.caravan.nostr.relay.RelayListener;
import market.caravan.nostr.relay.RelayPool;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The pool of relays, and what the component {@code nostr:} needs beside it. */
@Configuration(proxyBeanMethods = false)
class RelayConfiguration {

  @Bean
  RelayListener relayMetrics(MeterRegistry meters) {
    return new RelayMetrics(meters);
  }

  /**
   * Connects at once to the relays that are configured, if there are any; Camel's routes, which
   * read them, start later and stop before the pool is closed.
   */
  @Bean(destroyMethod = "close")
  RelayPool relayPool(
      RelayProperties properties, RelayAddresses addresses, Clock clock, RelayListener listener) {
    RelayPool pool = new RelayPool(properties.relaySettings(), clock, listener);
    pool.start(addresses.relays());
    return pool;
  }

  @Bean
  OurRelays ourRelays(RelayPool pool) {
    return pool::relays;
  }

  @Bean
  IntakeSettings intakeSettings(RelayProperties properties) {
    return properties.intakeSettings();
  }
}
