package market.caravan.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import market.caravan.TestClock;
import market.caravan.money.Currency;
import market.caravan.money.ExchangeRate;
import market.caravan.money.ExchangeRates;
import market.caravan.money.NoGoodRate;
import market.caravan.money.RateAnswer;
import market.caravan.rates.RateFeed;
import market.caravan.rates.RateFeedStatus;
import market.caravan.rates.RateFeeds;
import org.apache.camel.component.http.springboot.HttpComponentAutoConfiguration;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The real route, and servers that answer as they like. */
@CamelSpringBootTest
@SpringBootTest(
    classes = RefreshRatesRouteTest.Parts.class,
    properties = {
      "camel.main.routes-include-pattern=classpath:routes/refresh-rates.camel.yaml,classpath:routes/errors.camel.yaml",
      "spring.main.web-application-type=none",
      "caravan.rates.public-sources="
    })
class RefreshRatesRouteTest {

  private static final String MERCHANT = "ab".repeat(32);
  private static final Currency EUR = new Currency("EUR");
  private static final int HUGE = 64 * 1024 * 1024;
  private static final HttpHandler WELL = exchange -> answer(exchange, 200, "{\"EUR\": 100}");

  private static final Map<String, HttpHandler> HANDLERS = new ConcurrentHashMap<>();
  private static final AtomicInteger ASKED = new AtomicInteger();
  private static final HttpServer SERVER = start();

  @Autowired private TestClock clock;
  @Autowired private RateFeeds rateFeeds;
  @Autowired private ExchangeRates rates;

  private static HttpServer start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext(
          "/",
          exchange ->
              HANDLERS.getOrDefault(exchange.getRequestURI().getPath(), WELL).handle(exchange));
      server.start();
      return server;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterAll
  static void stop() {
    SERVER.stop(0);
  }

  @DynamicPropertySource
  static void sources(DynamicPropertyRegistry registry) {
    for (String name : new String[] {"a", "b", "odd"}) {
      String source = "caravan.rates.sources." + name;
      registry.add(
          source + ".url",
          () -> "http://127.0.0.1:%d/%s?key=k".formatted(SERVER.getAddress().getPort(), name));
      registry.add(source + ".pointer", () -> "/{currency}");
    }
  }

  @BeforeEach
  void letAllBeWell() {
    HANDLERS.putAll(Map.of("/a", WELL, "/b", WELL, "/odd", WELL));
    clock.advance(Duration.ofHours(1));
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(rateFeeds.all().map(RateFeed::status))
                    .allMatch(feed -> feed.answeredAt().equals(Optional.of(clock.instant())))
                    .allMatch(feed -> !feed.open()));
    clock.advance(Duration.ofMinutes(11));
    assertThat(rate()).as("of the test before").contains(NoGoodRate.OUT_OF_DATE);
  }

  @Test
  void asksEverySourceAndTellsItNothing() {
    HANDLERS.put(
        "/odd",
        exchange -> {
          assertThat(exchange.getRequestMethod()).isEqualTo("GET");
          assertThat(exchange.getRequestURI().getQuery()).isEqualTo("key=k");
          assertThat(exchange.getRequestHeaders().keySet())
              .isSubsetOf("Host", "User-agent", "Accept-encoding", "Connection");
          answer(exchange, 200, "{\"EUR\": 101}");
        });

    Awaitility.await().until(() -> price().equals(Optional.of(new BigDecimal("100"))));
    assertThat(odd().failures()).isZero();
  }

  @Test
  void doesWithoutASourceThatHangsUp() {
    staysWithout(HttpExchange::close);
  }

  @Test
  void doesWithoutASourceThatFails() {
    staysWithout(exchange -> answer(exchange, 500, "{\"EUR\": 100}"));
  }

  @Test
  void doesWithoutASourceThatTalksNonsense() {
    staysWithout(exchange -> answer(exchange, 200, "<html>Please log in</html>"));
  }

  @Test
  void followsNobodyElsewhere() {
    staysWithout(
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/a");
          answer(exchange, 302, "");
        });
  }

  @Test
  void readsNoAnswerToItsEndThatIsTooLong() throws InterruptedException {
    CountDownLatch refused = new CountDownLatch(1);
    staysWithout(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream body = exchange.getResponseBody()) {
            byte[] chunk = "7".repeat(64 * 1024).getBytes(UTF_8);
            for (int sent = 0; sent < HUGE; sent += chunk.length) {
              body.write(chunk);
            }
          } catch (IOException e) {
            refused.countDown();
            throw e;
          }
        });
    assertThat(refused.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void waitsNoLongerThanItsDeadlineForASourceThatTrickles() {
    staysWithout(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream body = exchange.getResponseBody()) {
            while (true) {
              body.write(' ');
              body.flush();
              LockSupport.parkNanos(50_000_000);
            }
          }
        });
  }

  @Test
  void waitsNoLongerThanItsDeadlineForASourceThatSaysNothing() {
    CountDownLatch over = new CountDownLatch(1);
    staysWithout(
        exchange -> {
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    over.countDown();
  }

  @Test
  void leavesASourceAloneThatKeepsFailingUntilItAnswersAgain() {
    ASKED.set(0);
    HANDLERS.put(
        "/odd",
        exchange -> {
          ASKED.incrementAndGet();
          answer(exchange, 503, "");
        });
    for (int times = 1; times <= 3; times++) {
      int now = times;
      Awaitility.await().until(() -> odd().failures() == now);
      clock.advance(Duration.ofMinutes(1));
    }
    assertThat(odd().open()).isTrue();
    Awaitility.await().until(() -> price().isPresent());
    assertThat(ASKED).hasValue(3);

    HANDLERS.put("/odd", WELL);
    clock.advance(Duration.ofMinutes(5));
    Awaitility.await().until(() -> !odd().open());
    assertThat(odd().failures()).isZero();
  }

  private void staysWithout(HttpHandler handler) {
    HANDLERS.put("/odd", handler);
    Awaitility.await().until(() -> odd().failures() == 1);
    Awaitility.await().until(() -> price().equals(Optional.of(new BigDecimal("100"))));
    assertThat(rate().map(rate -> ((ExchangeRate) rate).source())).contains("median of a, b");
  }

  private Optional<RateAnswer> rate() {
    return rates.rate(MERCHANT, EUR);
  }

  private Optional<BigDecimal> price() {
    return rate()
        .filter(ExchangeRate.class::isInstance)
        .map(rate -> ((ExchangeRate) rate).btcPrice());
  }

  private RateFeedStatus odd() {
    return rateFeeds
        .all()
        .map(RateFeed::status)
        .filter(feed -> feed.name().equals("odd"))
        .findFirst()
        .orElseThrow();
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration({CamelAutoConfiguration.class, HttpComponentAutoConfiguration.class})
  @ComponentScan({"market.caravan.money", "market.caravan.rates"})
  @ConfigurationPropertiesScan({"market.caravan.money", "market.caravan.rates"})
  static class Parts {
    @Bean
    TestClock clock() {
      return new TestClock(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Bean
    Failures failures(TestClock clock) {
      return new Failures(clock);
    }

    @Bean
    BoundedAnswers boundedAnswers() {
      return new BoundedAnswers(Duration.ofSeconds(1));
    }

    @Bean(destroyMethod = "shutdownNow")
    ExecutorService refreshRatesCalls() {
      return Executors.newCachedThreadPool();
    }
  }
}
