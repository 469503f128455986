package market.caravan.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import market.caravan.PermanentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.mock.env.MockEnvironment;

class ProductionProfileTest {

  private final MockEnvironment environment = configured();

  @Test
  void acceptsAConfigurationThatReplacesEveryPart() {
    assertThat(EmbeddedPart.usedIn(environment)).isEmpty();
    assertThatCode(this::start).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @FieldSource("market.caravan.embedded.EmbeddedPart#ALL")
  void refusesEachPartWithASentenceThatSaysWhatToSet(EmbeddedPart part) {
    part.properties().forEach(name -> environment.setProperty(name, " "));

    assertThat(EmbeddedPart.usedIn(environment)).containsExactly(part);
    assertThat(part.refusal()).contains(part.properties());
    assertThatThrownBy(this::start)
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining(part.refusal());
  }

  @Test
  void refusesTheSimulatedNodeByNameToo() {
    environment.setProperty("caravan.lightning.backend", "simulated");

    assertThatThrownBy(this::start).hasMessageContaining("caravan.lightning.backend");
  }

  @Test
  void refusesAWalletAtASimulatedNode() {
    environment.setProperty("caravan.lightning.wallets.spare.backend", "simulated");

    assertThatThrownBy(this::start).hasMessageContaining("caravan.lightning.wallets");
  }

  @Test
  void acceptsAWalletAtARealOne() {
    environment.setProperty("caravan.lightning.wallets.spare.backend", "lnd");
    environment.setProperty("caravan.lightning.wallets.spare.lnd.host", "10.0.0.5");

    assertThatCode(this::start).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "TRUE", "on", "yes", "1", ""})
  void refusesTheEmbeddedRelayHoweverItIsAskedFor(String value) {
    environment.setProperty("caravan.embedded.relay.enabled", value);

    assertThatThrownBy(this::start).hasMessageContaining("caravan.embedded.relay.enabled");
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "FALSE"})
  void acceptsThatTheEmbeddedRelayIsSwitchedOff(String value) {
    environment.setProperty("caravan.embedded.relay.enabled", value);

    assertThatCode(this::start).doesNotThrowAnyException();
  }

  @Test
  void acceptsOneOfTheWaysToGiveTheMasterKey() {
    environment.setProperty("caravan.master-key", "");
    environment.setProperty("caravan.master-key-file", "/run/secrets/master-key");

    assertThatCode(this::start).doesNotThrowAnyException();
  }

  @Test
  void refusesBeforeAnythingIsMade(@TempDir Path directory) {
    environment.setProperty("spring.datasource.url", "");
    environment.setProperty("caravan.data-dir", directory.resolve("data").toString());
    environment.setActiveProfiles("production");

    AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    context.setEnvironment(environment);
    context.register(EmbeddedConfiguration.class);

    assertThatThrownBy(context::refresh).isInstanceOf(PermanentException.class);
    assertThat(directory).isEmptyDirectory();
  }

  private void start() {
    new ProductionProfile(environment).postProcessBeanFactory(new DefaultListableBeanFactory());
  }

  private static MockEnvironment configured() {
    return new MockEnvironment()
        .withProperty("spring.datasource.url", "jdbc:postgresql://db/caravan")
        .withProperty("caravan.relays[0]", "wss://relay.example")
        .withProperty("caravan.lightning.backend", "lnd")
        .withProperty("caravan.master-key", "00".repeat(32))
        .withProperty("caravan.operator.key", "a long one");
  }
}
