package market.caravan.embedded;

import java.io.PrintStream;
import java.net.URI;
import market.caravan.api.ApiKeys;
import market.caravan.api.KeyKind;
import market.caravan.lightning.simulated.SimulatedNodeCondition;
import market.caravan.nostr.relay.RelayPool;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.core.env.Environment;

/** Tells whoever has started the embedded default what to open and what to try. */
final class StartReport {

  private final DemoFile file;
  private final DataDirectory directory;
  private final ApiKeys keys;
  private final RelayPool relays;
  private final Environment environment;
  private final ServerProperties server;
  private final PrintStream screen;

  StartReport(
      DataDirectory directory,
      ApiKeys keys,
      RelayPool relays,
      Environment environment,
      ServerProperties server,
      PrintStream screen) {
    this.file = new DemoFile(directory);
    this.directory = directory;
    this.keys = keys;
    this.relays = relays;
    this.environment = environment;
    this.server = server;
    this.screen = screen;
  }

  /**
   * Writes {@code demo.json} and prints what is in it.
   *
   * @param serves whether a customer who comes now is served
   */
  void make(DemoGoods goods, boolean serves) {
    int port = environment.getRequiredProperty("local.server.port", Integer.class);
    Demo earlier = file.read().orElse(null);
    String relay = relays.relays().stream().findFirst().map(URI::toString).orElse("none");
    Demo demo =
        new Demo(
            goods.merchant().hex(),
            goods.merchantId(),
            key(goods, KeyKind.ADMIN, earlier == null ? "" : earlier.adminKey()),
            key(goods, KeyKind.INVOICE, earlier == null ? "" : earlier.invoiceKey()),
            relay,
            OwnAddress.http(server, port).toString(),
            operatorKey(),
            goods.stallId(),
            goods.productIds(),
            goods.zoneIds());
    file.write(demo);
    screen.println(
        StartScreen.of(
            demo,
            directory.file(""),
            configuredOperatorKey().isBlank(),
            serves,
            SimulatedNodeCondition.matches(environment)));
  }

  /** The key of an earlier start as long as it opens the account; otherwise a new one. */
  private String key(DemoGoods goods, KeyKind kind, String earlier) {
    boolean valid =
        keys.find(earlier)
            .filter(caller -> caller.accountId().equals(goods.accountId()) && caller.kind() == kind)
            .isPresent();
    return valid ? earlier : keys.create(goods.accountId(), kind);
  }

  private String operatorKey() {
    String configured = configuredOperatorKey();
    return configured.isBlank() ? EmbeddedSecrets.operatorKey(directory) : configured;
  }

  private String configuredOperatorKey() {
    return environment.getProperty("caravan.operator.key", "");
  }
}
