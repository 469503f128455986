package market.caravan;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** Starts Caravan: order management and fulfilment for Nostr marketplaces. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class CaravanApplication {

  public static void main(String[] args) {
    try {
      SpringApplication.run(CaravanApplication.class, args);
    } catch (SpringApplication.AbandonedRunException commandIsDone) {
      // Whatever was asked for instead of a start has said what there is to say.
    }
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
