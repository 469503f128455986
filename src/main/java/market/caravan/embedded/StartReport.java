package market.caravan.embedded;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import market.caravan.api.ApiKeys;
import market.caravan.api.KeyKind;
import market.caravan.nostr.relay.RelayPool;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/** Tells whoever has started the embedded default what to open and what to try. */
final class StartReport implements ApplicationListener<ApplicationReadyEvent> {

  private final DemoShop shop;
  private final DemoFile file;
  private final DataDirectory directory;
  private final ApiKeys keys;
  private final RelayPool relays;
  private final PrintStream screen;

  StartReport(
      DemoShop shop, DataDirectory directory, ApiKeys keys, RelayPool relays, PrintStream screen) {
    this.shop = shop;
    this.file = new DemoFile(directory);
    this.directory = directory;
    this.keys = keys;
    this.relays = relays;
    this.screen = screen;
  }

  @Override
  public void onApplicationEvent(ApplicationReadyEvent ready) {
    int port =
        ready
            .getApplicationContext()
            .getEnvironment()
            .getRequiredProperty("local.server.port", Integer.class);
    shop.goods().ifPresent(goods -> report(goods, port));
  }

  private void report(DemoGoods goods, int port) {
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
    screen.println(screen(demo));
  }

  /** The key of an earlier start as long as it opens the account; otherwise a new one. */
  private String key(DemoGoods goods, KeyKind kind, String earlier) {
    boolean valid =
        keys.find(earlier)
            .filter(caller -> caller.accountId().equals(goods.accountId()) && caller.kind() == kind)
            .isPresent();
    return valid ? earlier : keys.create(goods.accountId(), kind);
  }

  /** Empty where the operator's key is configured: then whoever configured it knows it. */
  private String operatorKey() {
    var operatorKey = directory.file("operator.key");
    try {
      return Files.exists(operatorKey) ? Files.readString(operatorKey).strip() : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String screen(Demo demo) {
    return """

        Caravan is up, with a demo shop that takes no real money.

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
            demo.operatorKey().isEmpty() ? "as configured" : demo.operatorKey(),
            directory.file(""));
  }
}
