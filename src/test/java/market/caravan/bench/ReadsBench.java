package market.caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import market.caravan.CaravanProcess;
import market.caravan.TestShop;
import market.caravan.nostr.KeyPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How long reading takes where there are very many orders; docs/performance.md says more. */
class ReadsBench {

  private static final int ORDERS = Integer.getInteger("bench.read-orders", 1_000_000);
  private static final List<String> CUSTOMERS =
      Stream.generate(() -> KeyPair.generate().pubkey().hex()).limit(10_000).toList();
  private static final int READS = 2_000;
  private static final List<String> STALLS = List.of("kitchen", "prints");

  @TempDir Path data;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void readsAmongManyOrders() throws Exception {
    try (CaravanProcess caravan =
        CaravanProcess.tuned(
            data, List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TrimNativeHeapInterval=5000"))) {
      TestShop shop = caravan.shop();
      fill(caravan.database());
      Map<String, IntFunction<String>> reads = new LinkedHashMap<>();
      reads.put("one order", i -> "/order/bench-" + place(i));
      reads.put("the newest 50", i -> "/order?limit=50");
      reads.put("the next 50, from anywhere", i -> "/order?limit=50&before=" + place(i));
      reads.put("50 of a stall", i -> "/stall/order/" + STALLS.get(i % 2) + "?limit=50");
      reads.put("those of a customer", i -> "/order?limit=50&pubkey=" + CUSTOMERS.get(i));
      reads.put("50 paid", i -> "/order?limit=50&paid=true");
      reads.put("50 shipped", i -> "/order?limit=50&shipped=true");
      reads.put("50 unpaid", i -> "/order?limit=50&paid=false");
      reads.put("50 to be shipped", i -> "/order?limit=50&paid=true&shipped=false");
      reads.put("the newest 1,000", i -> "/order");
      for (IntFunction<String> path : reads.values()) {
        read(shop, path); // until the JIT compiler is done
      }
      for (Map.Entry<String, IntFunction<String>> path : reads.entrySet()) {
        System.out.println("BENCH " + path.getKey() + ": " + read(shop, path.getValue()));
      }
    }
  }

  /** Nine of ten are paid; of those, all but one of a hundred, at random, are shipped. */
  private static void fill(JdbcClient database) {
    database
        .sql(
            """
            INSERT INTO orders (merchant_id, id, public_key, merchant_public_key, event_id,
              event_created_at, status, content_sha256, contact_data, order_items, stall_id,
              shipping_id, extra_data, total_msat, invoice_id, placed_at)
            SELECT m.id, 'bench-' || i, (:customers)[1 + i % :count], m.public_key,
              lpad(to_hex(i), 64, '0'), now() - i * interval '1 second',
              CASE WHEN i % 10 = 0 THEN 'EXPIRED' ELSE 'PAID' END, '', '{}',
              '[{"product_id": "mug", "quantity": 2}]', CASE WHEN i % 2 = 0 THEN 'kitchen' ELSE 'prints' END,
              'home', '{"products": [{"id": "mug", "name": "Mug", "quantity": 2, "price": 1500,
                "product_shipping_cost": 0}], "currency": "sat", "btc_price": "1",
                "shipping_cost": 600, "shipping_cost_sat": 600, "zone": "Home"}',
              3600000, lpad(to_hex(i), 64, '0'), now()
            FROM merchant m, generate_series(1, :orders) i
            """)
        .param("customers", CUSTOMERS.toArray(String[]::new))
        .param("count", CUSTOMERS.size())
        .param("orders", ORDERS)
        .update();
    database
        .sql(
            """
            WITH marked AS (
              UPDATE orders SET shipped = TRUE WHERE status = 'PAID' AND random() < 0.99
              RETURNING seq)
            INSERT INTO shipment (order_seq, shipped_at) SELECT seq, now() FROM marked
            """)
        .update();
    database.sql("VACUUM ANALYZE").update();
    database.sql("CHECKPOINT").update(); // what filling left to be written is not the reads'
  }

  private static int place(int i) {
    return 1 + (int) ((i * 7_919L) % ORDERS);
  }

  private Latencies read(TestShop shop, IntFunction<String> path) throws Exception {
    long[] latencies = new long[READS];
    for (int i = 0; i < READS; i++) {
      long begun = System.nanoTime();
      get(shop, path.apply(i));
      latencies[i] = (System.nanoTime() - begun) / 1_000;
    }
    return new Latencies(latencies);
  }

  private void get(TestShop shop, String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(shop.text("api") + "/nostrmarket/api/v1" + path))
            .header("X-Api-Key", shop.text("invoice_key"))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
  }
}
