package market.caravan.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import market.caravan.lightning.simulated.SimulatedNodeCondition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.mock.env.MockEnvironment;

class EmbeddedDefaultsTest {

  private final MockEnvironment environment = new MockEnvironment();

  private boolean opensTheWebSocket() {
    new EmbeddedDefaults().postProcessEnvironment(environment, new SpringApplication());
    return environment.containsProperty("caravan.api.open-websocket");
  }

  @Test
  void opensLiveUpdatesWhereOnlyTheDemoIs() {
    assertThat(opensTheWebSocket()).isTrue();
  }

  @Test
  void fetchesNoExchangeRatesWhereTheDemoIs() {
    environment.setProperty("spring.datasource.url", "jdbc:postgresql://db/caravan");
    new EmbeddedDefaults().postProcessEnvironment(environment, new SpringApplication());
    assertThat(environment.getProperty("caravan.rates.public-sources")).isEmpty();
  }

  @Test
  void fetchesThemInProduction() {
    environment.setActiveProfiles("production");
    new EmbeddedDefaults().postProcessEnvironment(environment, new SpringApplication());
    assertThat(environment.containsProperty("caravan.rates.public-sources")).isFalse();
  }

  @Test
  void asksForKeysInProduction() {
    environment.setActiveProfiles("production");
    assertThat(opensTheWebSocket()).isFalse();
  }

  @Test
  void asksForKeysWhereTheNodeIsARealOne() {
    environment.setProperty("caravan.lightning.backend", "lnd");
    assertThat(opensTheWebSocket()).isFalse();
  }

  @Test
  void asksForKeysWhereTheDatabaseIsSomebodys() {
    environment.setProperty("spring.datasource.url", "jdbc:postgresql://db/caravan");
    assertThat(opensTheWebSocket()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "simulated", "lnd"})
  void theDemoIsWhereverTheSimulatedNodeIs(String backend) {
    environment.setProperty("caravan.lightning.backend", backend);
    assertThat(DemoCondition.matches(environment))
        .isEqualTo(SimulatedNodeCondition.matches(environment))
        .isEqualTo(!backend.equals("lnd"));
  }

  @ParameterizedTest
  @CsvSource({"regtest, true", "signet, true", "bitcoin, false"})
  void theDemoIsWhereNoRealMoneyCanBePaid(String network, boolean demo) {
    environment.setProperty("caravan.lightning.backend", "lnd");
    environment.setProperty("caravan.lightning.lnd.network", network);
    assertThat(DemoCondition.matches(environment)).isEqualTo(demo);
  }
}
