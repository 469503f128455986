package market.caravan.lightning.wallets;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import market.caravan.PermanentException;
import market.caravan.lightning.Backend;
import market.caravan.lightning.LightningNode;
import market.caravan.lightning.Readiness;
import market.caravan.lightning.Refusals;
import market.caravan.lightning.Wallets;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Connects all wallets that are configured. */
@Configuration(proxyBeanMethods = false)
class WalletsConfiguration {

  private static final String PROPERTIES = "caravan.lightning.wallets.";
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");

  @Bean
  Refusals refusals(MeterRegistry registry) {
    return new Refusals(
        (wallet, reason) ->
            registry
                .counter("caravan.lightning.refused", "wallet", wallet, "reason", reason)
                .increment());
  }

  @Bean
  Wallets wallets(
      WalletsProperties properties,
      ObjectProvider<LightningNode> defaultNode,
      ObjectProvider<Backend> backends,
      Refusals refusals,
      Clock clock,
      MeterRegistry registry,
      @Value("${caravan.network-calls:64}") int networkCalls) {
    Map<String, LightningNode> nodes = new LinkedHashMap<>();
    defaultNode.ifAvailable(node -> nodes.put(Wallets.DEFAULT, node));
    properties
        .wallets()
        .forEach((name, wallet) -> nodes.put(name, connect(name, wallet, backends)));
    int calls = nodes.size() == 1 ? Integer.MAX_VALUE : Math.max(2, networkCalls / nodes.size());
    Map<String, GuardedNode> guarded = new LinkedHashMap<>();
    nodes.forEach(
        (name, node) ->
            guarded.put(
                name, new GuardedNode(name, node, calls, properties.breaker(), refusals, clock)));
    guarded.forEach((name, node) -> watch(name, node, registry));
    return new Wallets(guarded, calls);
  }

  private static LightningNode connect(
      String name, WalletsProperties.Wallet wallet, ObjectProvider<Backend> backends) {
    if (!NAME.matcher(name).matches() || name.equals(Wallets.DEFAULT)) {
      throw new PermanentException(
          "malformed-wallet",
          ("A wallet's name has 1 to 40 small letters, digits and hyphens, and is not 'default',"
                  + " which is caravan.lightning.backend itself: rename %s%s")
              .formatted(PROPERTIES, name));
    }
    String kind = Objects.requireNonNullElse(wallet.backend(), "");
    return backends.stream()
        .filter(backend -> backend.name().equals(kind))
        .findFirst()
        .orElseThrow(() -> unknownBackend(name, kind))
        .connect(name, PROPERTIES + name);
  }

  private static PermanentException unknownBackend(String name, String kind) {
    return new PermanentException(
        "unknown-lightning-backend",
        "There is no Lightning backend '%s': set %s%s.backend to simulated or lnd"
            .formatted(kind, PROPERTIES, name));
  }

  private static void watch(String name, GuardedNode node, MeterRegistry registry) {
    Gauge.builder(
            "caravan.lightning.away", node, each -> each.readiness() == Readiness.AWAY ? 1 : 0)
        .description("1 while the node does not answer and is left alone")
        .tag("wallet", name)
        .register(registry);
  }
}
