package market.caravan.embedded;

import java.io.PrintStream;
import java.net.URI;
import market.caravan.api.ApiKeys;
import market.caravan.api.KeyKind;
import market.caravan.nostr.relay.RelayPool;
import org.springframework.core.env.Environment;

/** Tells whoever has started the embedded default what to open and what to try. */
final class StartReport {

  private final DemoFile file;
  private final DataDirectory directory;
  private final ApiKeys keys;
  private final RelayPool relays;
  private final Environment environment;
  private final PrintStream screen;

  StartReport(
      DataDirectory directory,
      ApiKeys keys,
      RelayPool relays,
      Environment environment,
      PrintStream screen) {
    this.file = new DemoFile(directory);
    this.directory = directory;
    this.keys = keys;
    this.relays = relays;
    this.environment = environment;
    this.screen = screen;
  }

  /**
   * Writes {@code demo.json} and prints what is in it.
   *
   * @param serves whether a customer who comes now is served
   */
  void make(DemoGoods goods, boolean serves) {
    String port = environment.getRequiredProperty("local.server.port");
    Demo earlier = file.read().orElse(null);
    String relay = relays.relays().stream().findFirst().map(URI::toString).orElse("none");
    Demo demo =
        new Demo(
            goods.merchant().hex(),
            goods.merchantId(),
            key(goods, KeyKind.ADMIN, earlier == null ? "" : earlier.adminKey()),
            key(goods, KeyKind.INVOICE, earlier == null ? "" : earlier.invoiceKey()),
            relay,
            "http://127.0.0.1:" + port,
            operatorKey(),
            goods.stallId(),
            goods.productIds(),
            goods.zoneIds());
    file.write(demo);
    screen.println(screen(demo, serves));
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
    String configured = environment.getProperty("caravan.operator.key", "");
    return configured.isBlank() ? EmbeddedSecrets.operatorKey(directory) : configured;
  }

  private String screen(Demo demo, boolean serves) {
    return """

        Caravan is up%8$s, with a demo shop that takes no real money.

          API       %1$s/nostrmarket/api/v1   X-Api-Key: %2$s (reads: %3$s)
          Relay     %4$s
          Merchant  %5$s
          Console   %1$s/actuator/hawtio   user operator, password %6$s
          Health    %1$s/actuator/health
          Data      %7$s, with all of the above in demo.json

        Order a mug as a customer would, then pay the invoice that comes back:

          curl -s -X POST %1$s/simulator/order
          curl -s -X POST %1$s/simulator/pay -H 'Content-Type: application/json' -d '{"invoice":"<invoice>"}'
          curl -s %1$s/nostrmarket/api/v1/order -H 'X-Api-Key: %3$s'
        """
        .formatted(
            demo.api(),
            demo.adminKey(),
            demo.invoiceKey(),
            demo.relay(),
            demo.merchantPubkey(),
            demo.operatorKey(),
            directory.file(""),
            serves ? "" : " (but not yet connected to all that it needs: see its health)");
  }
}
