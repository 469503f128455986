package market.caravan.lightning.wallets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import market.caravan.PermanentException;
import market.caravan.lightning.Backend;
import market.caravan.lightning.LightningNode;
import market.caravan.lightning.Refusals;
import market.caravan.lightning.UnaskedNode;
import market.caravan.lightning.Wallets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class WalletsConfigurationTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  /** Of a kind of its own. */
  private record Kind(String name) implements Backend {
    @Override
    public LightningNode connect(String wallet, String properties) {
      assertThat(properties).isEqualTo("caravan.lightning.wallets." + wallet);
      return new UnaskedNode();
    }
  }

  @Test
  void connectsEachWalletBesidesTheDefaultOne() {
    Wallets wallets = wallets(Map.of("berlin-2", new WalletsProperties.Wallet("kind")));
    assertThat(wallets.names()).containsExactly("default", "berlin-2");
    assertThat(wallets.node("")).isSameAs(wallets.node("default"));
    assertThat(wallets.has("paris")).isFalse();
    assertThatThrownBy(() -> wallets.node("paris")).isInstanceOf(PermanentException.class);
    assertThat(registry.get("caravan.lightning.away").tag("wallet", "berlin-2").gauge().value())
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "", "Berlin", "a_b", "*", "a.b"})
  void refusesANameThatIsNone(String name) {
    var wallet = Map.of(name, new WalletsProperties.Wallet("kind"));
    assertThatThrownBy(() -> wallets(wallet))
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining("caravan.lightning.wallets." + name);
  }

  @Test
  void refusesABackendThatThereIsNot() {
    var wallet = Map.of("berlin", new WalletsProperties.Wallet("paper"));
    assertThatThrownBy(() -> wallets(wallet))
        .isInstanceOf(PermanentException.class)
        .hasMessageContainingAll("'paper'", "caravan.lightning.wallets.berlin.backend");
  }

  private Wallets wallets(Map<String, WalletsProperties.Wallet> wallets) {
    var beans = new StaticListableBeanFactory();
    beans.addBean("node", new UnaskedNode());
    beans.addBean("kind", new Kind("kind"));
    return new WalletsConfiguration()
        .wallets(
            new WalletsProperties(wallets, new WalletsProperties.Breaker(3, Duration.ofSeconds(1))),
            beans.getBeanProvider(LightningNode.class),
            beans.getBeanProvider(Backend.class),
            new Refusals((wallet, reason) -> {}),
            Clock.systemUTC(),
            registry,
            64);
  }
}
