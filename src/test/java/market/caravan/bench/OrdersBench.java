package market.caravan.bench;

import java.nio.file.Path;
import java.util.List;
import market.caravan.CaravanProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders per second, from the relay to the reply at the relay; docs/performance.md says more. */
class OrdersBench {

  @TempDir Path data;

  @Test
  void ordersPerSecond() throws Exception {
    try (ReplayRelay relay = new ReplayRelay();
        CaravanProcess caravan =
            CaravanProcess.tuned(
                data,
                List.of(
                    System.getProperty(
                            "bench.jvm",
                            "-Xmx256m -XX:+UseSerialGC -XX:TrimNativeHeapInterval=5000")
                        .split(" ", -1)),
                "caravan.relays=" + relay.url(),
                "caravan.checkout.invoice-expiry=6h", // nothing but replies to orders
                "caravan.checkout.max-unpaid-per-customer=1000000",
                "caravan.checkout.max-unpaid-per-merchant=10000000")) {
      new OrderRuns(relay, caravan).measure();
    }
  }
}
