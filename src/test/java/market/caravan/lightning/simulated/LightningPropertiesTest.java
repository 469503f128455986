package market.caravan.lightning.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import market.caravan.lightning.simulated.LightningProperties.Simulated;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class LightningPropertiesTest {

  @Test
  void simulatesANodeWhenNothingIsSet() {
    assertThat(bind(Map.of()))
        .isEqualTo(
            new LightningProperties(
                "simulated", new Simulated(Duration.ofSeconds(1), 500, 10_000, 80)));
  }

  @Test
  void takesEveryPropertyFromTheConfiguration() {
    var configured =
        Map.of(
            "caravan.lightning.backend", "other",
            "caravan.lightning.simulated.sweep-interval", "2s",
            "caravan.lightning.simulated.sweep-size", "3",
            "caravan.lightning.simulated.news-queue", "4",
            "caravan.lightning.simulated.min-final-cltv-expiry-delta", "6");

    assertThat(bind(configured))
        .isEqualTo(new LightningProperties("other", new Simulated(Duration.ofSeconds(2), 3, 4, 6)));
  }

  private static LightningProperties bind(Map<String, String> configured) {
    return new Binder(new MapConfigurationPropertySource(configured))
        .bindOrCreate("caravan.lightning", LightningProperties.class);
  }
}
