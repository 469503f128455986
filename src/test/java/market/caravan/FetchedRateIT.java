package market.caravan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import market.caravan.lightning.Bolt11;
import market.caravan.money.Currency;
import market.caravan.money.ExchangeRate;
import market.caravan.money.ExchangeRates;
import market.caravan.money.Msat;
import market.caravan.money.NoGoodRate;
import market.caravan.money.RateAnswer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/**
 * Orders in euros, at what two sources say of a bitcoin, in the shapes of two public ones. The
 * demo's own rate of euros is none any more, for another currency's is fixed.
 */
@CaravanIT
@TestPropertySource(
    properties = {
      "caravan.rates.fixed.CHF=90000",
      "caravan.rates.every=1s",
      "caravan.rates.pause=1s",
      "caravan.rates.max-age=10s",
      "caravan.rates.sources.coinbase.pointer=/data/rates/{currency}",
      "caravan.rates.sources.blockchain.pointer=/{currency}/last"
    })
class FetchedRateIT {

  private static final Currency EUR = new Currency("EUR");

  /** Of three posters overseas: 3 * (24.90 + 2.25) + 12.50 euros. */
  private static final long OVERSEAS_CENTS = 9_395;

  /** Of three posters in Europe: 3 * 24.90 + 4.90 euros. */
  private static final long EUROPE_CENTS = 7_960;

  private static final Map<String, String> ANSWERS = new ConcurrentHashMap<>();
  private static final HttpServer SOURCES = start();

  @Autowired private ExchangeRates rates;
  @Autowired private JdbcClient jdbc;

  @Value("${caravan.data-dir}")
  private Path dataDirectory;

  private TestShop shop;

  private static HttpServer start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext(
          "/",
          exchange -> {
            byte[] answer =
                ANSWERS.getOrDefault(exchange.getRequestURI().getPath(), "").getBytes(UTF_8);
            exchange.sendResponseHeaders(
                answer.length == 0 ? 503 : 200, answer.length == 0 ? -1 : answer.length);
            try (OutputStream out = exchange.getResponseBody()) {
              out.write(answer);
            }
          });
      server.start();
      return server;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @DynamicPropertySource
  static void addresses(DynamicPropertyRegistry registry) {
    for (String name : List.of("coinbase", "blockchain")) {
      registry.add(
          "caravan.rates.sources." + name + ".url",
          () -> "http://127.0.0.1:%d/%s".formatted(SOURCES.getAddress().getPort(), name));
    }
  }

  @AfterAll
  static void stop() {
    SOURCES.stop(0);
  }

  @BeforeEach
  void openShop() {
    shop = TestShop.in(dataDirectory);
  }

  @Test
  void pricesAnOrderAndAnotherOneItsNextInvoiceWhileEachKeepsItsOwn() {
    try (TestCustomer customer = shop.customer()) {
      sourcesSay("61234.57", "61300.10");
      long median = 61_267_335; // (61234.57 + 61300.10) / 2, in thousandths of a euro
      awaitRate(median);
      String id = TestShop.newOrderId();
      customer.say(order(id));
      String first = customer.awaitInvoice(id);
      assertThat(amount(first)).isEqualTo(satRoundedUp(OVERSEAS_CENTS, median));
      JsonNode order = shop.read("/order/" + id);
      assertThat(order.path("extra").path("btc_price").asText()).isEqualTo("61267.335");
      assertThat(order.path("extra").path("currency").asText()).isEqualTo("EUR");
      assertThat(kept(id)).containsExactly("61267.335 median of blockchain, coinbase");

      sourcesSay("58000", "58000.01");
      long later = 58_000_005;
      awaitRate(later);
      assertThat(shop.read("/order/" + id).path("total")).isEqualTo(order.path("total"));
      HttpResponse<String> reissued = reissue(id, "europe");
      assertThat(reissued.statusCode()).as(reissued.body()).isEqualTo(200);
      Msat expected = satRoundedUp(EUROPE_CENTS, later);
      assertThat(Msat.ofSat(TestCustomer.json(reissued.body()).path("total").asLong()))
          .isEqualTo(expected);
      String second =
          customer.await(id, 1, 2).getLast().path("payment_options").path(0).path("link").asText();
      assertThat(amount(second)).isEqualTo(expected);

      assertThat(kept(id))
          .containsExactly(
              "61267.335 median of blockchain, coinbase",
              "58000.005 median of blockchain, coinbase");
      assertThat(invoiced(id)).containsExactly(amount(first).value(), expected.value());
      assertThat(shop.pay(second).statusCode()).isEqualTo(200);
      assertThat(customer.await(id, 2).path("paid").asBoolean()).isTrue();
      assertThat(shop.read("/order/" + id).path("total").asLong() * 1_000)
          .isEqualTo(expected.value());
    }
  }

  @Test
  void isNoneWhereTheSourcesAreTooFarApartAndTheOrderIsRefusedWithTheReason() {
    sourcesSay("60000", "64000");
    awaitRate(NoGoodRate.DISPUTED);
    assertThat(refused()).contains("The sources of the exchange rate for EUR disagree");
  }

  @Test
  void isNoneWhereTheSourcesHaveBeenSilentForLongAndTheOrderIsRefusedWithTheReason() {
    sourcesSay("60000", "60000");
    awaitRate(60_000_000);
    ANSWERS.clear();
    awaitRate(NoGoodRate.OUT_OF_DATE);
    assertThat(refused()).contains("The exchange rate for EUR is out of date");
  }

  @Test
  void leavesAnOrderAsItIsThatIsReissuedWhileThereIsNone() {
    try (TestCustomer customer = shop.customer()) {
      sourcesSay("60000", "60000");
      awaitRate(60_000_000);
      String id = TestShop.newOrderId();
      customer.say(order(id));
      String invoice = customer.awaitInvoice(id);
      sourcesSay("60000", "64000");
      awaitRate(NoGoodRate.DISPUTED);
      HttpResponse<String> answer = reissue(id, "overseas");
      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(answer.body()).contains("disagree");
      assertThat(shop.pay(invoice).statusCode()).isEqualTo(200);
      assertThat(customer.await(id, 2).path("paid").asBoolean()).isTrue();
    }
  }

  /** What Coinbase and Blockchain.com answer, as far as we know. */
  private static void sourcesSay(String coinbase, String blockchain) {
    ANSWERS.put(
        "/coinbase",
        "{\"data\":{\"currency\":\"BTC\",\"rates\":{\"AED\":\"1\",\"EUR\":\"%s\"}}}"
            .formatted(coinbase));
    ANSWERS.put(
        "/blockchain",
        "{\"EUR\":{\"15m\":1,\"last\":%s,\"buy\":2,\"sell\":3,\"symbol\":\"EUR\"}}"
            .formatted(blockchain));
  }

  /** Without a decimal fraction, and so without what prices orders. */
  private static Msat satRoundedUp(long cents, long thousandthsPerBitcoin) {
    BigInteger price = BigInteger.valueOf(thousandthsPerBitcoin);
    BigInteger cost = BigInteger.valueOf(cents).multiply(BigInteger.valueOf(1_000_000_000));
    BigInteger[] sat = cost.divideAndRemainder(price);
    return Msat.ofSat(sat[0].longValueExact() + sat[1].signum());
  }

  private void awaitRate(long thousandths) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                rate().orElse(null) instanceof ExchangeRate rate
                    && rate.btcPrice()
                        .movePointRight(3)
                        .stripTrailingZeros()
                        .toPlainString()
                        .equals(Long.toString(thousandths)));
  }

  private void awaitRate(NoGoodRate none) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> rate().equals(Optional.<RateAnswer>of(none)));
  }

  private Optional<RateAnswer> rate() {
    return rates.rate(shop.merchant().hex(), EUR);
  }

  private String order(String id) {
    return shop.order(id, "poster", 3).replace(shop.zone(), "overseas");
  }

  private HttpResponse<String> reissue(String id, String zone) {
    return shop.decide(
        "PUT",
        "/nostrmarket/api/v1/order/reissue",
        "{\"id\":\"%s\",\"shipping_id\":\"%s\"}".formatted(id, zone));
  }

  /** The reason that a customer is told, who gets no invoice. */
  private String refused() {
    try (TestCustomer customer = shop.customer()) {
      String id = TestShop.newOrderId();
      customer.say(order(id));
      JsonNode answer = customer.await(id, 1);
      assertThat(answer.path("payment_options")).isEmpty();
      JsonNode life = TestCustomer.json(shop.decide("GET", "/api/v1/orders/" + id, null).body());
      assertThat(life.path("status").asText()).isEqualTo("REJECTED");
      assertThat(life.path("invoices")).isEmpty();
      return answer.path("message").asText();
    }
  }

  private static Msat amount(String invoice) {
    return Objects.requireNonNull(Bolt11.decode(invoice).amount());
  }

  /** The rates that an order's attempts were quoted at, the current one's last. */
  private List<String> kept(String orderId) {
    return jdbc.sql(
            """
            SELECT coalesce(i.quote, o.extra_data) ->> 'btc_price' || ' '
                   || (coalesce(i.quote, o.extra_data) ->> 'rate_source')
              FROM invoice i JOIN orders o ON o.seq = i.order_seq
             WHERE o.id = :id ORDER BY i.attempt
            """)
        .param("id", orderId)
        .query(String.class)
        .list();
  }

  private List<Long> invoiced(String orderId) {
    return jdbc.sql(
            """
            SELECT amount_msat FROM invoice i JOIN orders o ON o.seq = i.order_seq
             WHERE o.id = :id ORDER BY attempt
            """)
        .param("id", orderId)
        .query(Long.class)
        .list();
  }
}
