package market.caravan.embedded;

import java.nio.file.Path;

/**
 * What is printed at the start. Screens end up in logs: it shows no key that somebody has chosen.
 */
final class StartScreen {

  private StartScreen() {}

  /**
   * The text.
   *
   * @param data the directory of what was made
   * @param drawnKey whether the operator's key is one that was drawn here
   * @param serves whether a customer who comes now is served
   * @param simulated whether the Lightning node is the simulated one
   */
  static String of(Demo demo, Path data, boolean drawnKey, boolean serves, boolean simulated) {
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
          %9$s
          curl -s %1$s/nostrmarket/api/v1/order -H 'X-Api-Key: %3$s'
        """
        .formatted(
            demo.api(),
            demo.adminKey(),
            demo.invoiceKey(),
            demo.relay(),
            demo.merchantPubkey(),
            drawnKey ? demo.operatorKey() : "as configured",
            data,
            serves ? "" : " (but not yet connected to all that it needs: see its health)",
            simulated ? simulatedPayment(demo) : "# .. with another node of its network");
  }

  private static String simulatedPayment(Demo demo) {
    return """
        curl -s -X POST %s/simulator/pay -H 'Content-Type: application/json' -d '{"invoice":"<invoice>"}'"""
        .formatted(demo.api());
  }
}
