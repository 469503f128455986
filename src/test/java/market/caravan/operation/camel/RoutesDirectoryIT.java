package market.caravan.operation.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import market.caravan.CaravanIT;
import market.caravan.TestCustomer;
import market.caravan.TestShop;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.Model;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The whole application with a directory of routes: good ones, and one of each way to be broken.
 */
@CaravanIT
class RoutesDirectoryIT {

  @TempDir private static Path outside;
  @TempDir private static Path paidOrders;
  @TempDir private static Path warehouse;

  /** As docs/extending.md shows it. */
  private static final String SHIP_FROM_WAREHOUSE =
      """
      - route:
          id: ship-from-warehouse
          routeConfigurationId: intake-errors
          from:
            uri: file:warehouse
            parameters:
              moveFailed: .failed
            steps:
              - unmarshal:
                  json:
                    unmarshalType: market.caravan.order.ShipOrder
              - to: direct:ship-order
              - to: seda:send-messages?size=1&discardWhenFull=true
      """;

  @Autowired private CamelContext camel;
  @Autowired private RoutesDirectoryHealthIndicator health;
  @Autowired private RoutesDirectory directory;
  @Autowired private TestRestTemplate http;

  @Value("${caravan.data-dir}")
  private Path dataDirectory;

  @DynamicPropertySource
  static void routesOfAnIntegrator(DynamicPropertyRegistry properties) throws IOException {
    write(
        "good", route("say-hello", "direct:say-hello", "- setBody:\n            constant: hello"));
    write("bad-yaml", "- route:\n    id: [never-closed\n");
    write("unknown-step", route("unknown-step", "direct:unknown-step", "- frobnicate: {}"));
    write("unknown-component", route("unknown-component", "gopher:hole", "- log: x"));
    write(
        "unknown-bean",
        route("first", "direct:first", "- log: x")
            + route("unknown-bean", "direct:unknown-bean", "- bean:\n            ref: nobody"));
    write("our-id", route("place-order", "direct:other", "- log: x"));
    write(
        "our-rest-id",
        """
        - rest:
            get:
              - path: /x
                routeId: get-orders
                to: direct:say-hello
        """);
    write("our-configuration", configuration("call-errors"));
    write("half-a-file", configuration("half-a-file") + route("half", "gopher:hole", "- log: x"));
    write(
        "served", route("served", "platform-http:/outside/greeting", "- setBody: {constant: hi}"));
    write("our-endpoint", route("thief", "seda:send-messages?size=1", "- log: x"));
    write(
        "ship-from-warehouse", SHIP_FROM_WAREHOUSE.replace("file:warehouse", "file:" + warehouse));
    Path example = Path.of("routes/examples/tell-of-payments.camel.yaml");
    Files.copy(example, outside.resolve(example.getFileName()));
    Files.writeString(outside.resolve("README.txt"), "no route");
    properties.add("caravan.routes-dir", outside::toString);
    properties.add("tell-of-payments.to", () -> "file:" + paidOrders + "?tempPrefix=.");
  }

  private static void write(String stem, String yaml) throws IOException {
    Files.writeString(outside.resolve(stem + ".camel.yaml"), yaml);
  }

  private static String route(String id, String from, String step) {
    return """
        - route:
            id: %s
            from:
              uri: %s
              steps:
                %s
        """
        .formatted(id, from, step);
  }

  private static String configuration(String id) {
    return """
        - routeConfiguration:
            id: %s
            onException:
              - onException:
                  exception: [java.lang.Exception]
                  handled: {constant: "true"}
        """
        .formatted(id);
  }

  @Test
  void nothingOfABrokenFileHandlesErrors() {
    assertThat(camel.getCamelContextExtension().getContextPlugin(Model.class))
        .satisfies(
            model -> {
              assertThat(model.getRouteConfigurationDefinition("half-a-file")).isNull();
              assertThat(model.getRouteConfigurationDefinitions())
                  .filteredOn(each -> "call-errors".equals(each.getId()))
                  .hasSize(1);
            });
  }

  @Test
  void whatARouteServesUnderOutsideIsTheOperators() {
    String key = TestShop.in(dataDirectory).text("operator_key");
    assertThat(http.getForEntity("/outside/greeting", String.class).getStatusCode().value())
        .isEqualTo(401);
    var answer =
        http.withBasicAuth("operator", key).postForEntity("/outside/greeting", "x", String.class);
    assertThat(answer.getStatusCode().value()).isEqualTo(200);
    assertThat(answer.getBody()).isEqualTo("hi");
  }

  @Test
  void aGoodFileRunsBesideOurs() {
    assertThat(camel.createProducerTemplate().requestBody("direct:say-hello", "", String.class))
        .isEqualTo("hello");
    assertThat(directory.report().loaded())
        .containsEntry("good.camel.yaml", List.of("say-hello"))
        .containsOnlyKeys(
            "good.camel.yaml",
            "served.camel.yaml",
            "ship-from-warehouse.camel.yaml",
            "tell-of-payments.camel.yaml");
  }

  @Test
  void brokenOnesAreReportedWithTheReason() {
    Map<String, String> broken = directory.report().broken();
    assertThat(broken).hasSize(9);
    assertThat(broken.get("our-configuration.camel.yaml")).contains("'call-errors'");
    assertThat(broken.get("half-a-file.camel.yaml")).contains("gopher");
    assertThat(broken.get("bad-yaml.camel.yaml")).contains("line 3");
    assertThat(broken.get("unknown-step.camel.yaml")).contains("frobnicate");
    assertThat(broken.get("unknown-component.camel.yaml")).contains("gopher");
    assertThat(broken.get("unknown-bean.camel.yaml")).contains("nobody");
    assertThat(broken.get("our-id.camel.yaml")).contains("'place-order'");
    assertThat(broken.get("our-rest-id.camel.yaml")).contains("'get-orders'");
    assertThat(broken.get("our-endpoint.camel.yaml")).contains("seda:send-messages");
  }

  @Test
  void nothingOfABrokenFileRuns() {
    assertThat(camel.getRoutes())
        .extracting(Route::getRouteId)
        .doesNotContain("first", "unknown-bean", "unknown-step", "unknown-component", "thief");
  }

  @Test
  void allOfOursStillRun() {
    assertThat(camel.getRoutes()).hasSizeGreaterThan(20);
    assertThat(camel.getRoutes())
        .allSatisfy(
            route ->
                assertThat(
                        camel.getRouteController().getRouteStatus(route.getRouteId()).isStarted())
                    .as(route.getRouteId())
                    .isTrue());
    assertThat(Objects.requireNonNull(camel.getRoute("place-order")).getEndpoint().getEndpointUri())
        .isEqualTo("direct://place-order");
  }

  @Test
  void theExamplesAreNotPackaged() {
    assertThat(getClass().getResource("/routes/place-order.camel.yaml")).isNotNull();
    assertThat(getClass().getResource("/routes/examples")).isNull();
  }

  @Test
  void theHealthWarnsAndTheApplicationStaysReady() {
    assertThat(health.health().getStatus().getCode()).isEqualTo("WARNING");
    assertThat(health.health().getDetails()).containsKeys("directory", "loaded", "broken");
    for (String path : List.of("/actuator/health", "/actuator/health/readiness")) {
      Awaitility.await(path)
          .atMost(Duration.ofSeconds(30))
          .until(() -> http.getForEntity(path, String.class).getStatusCode().value() == 200);
    }
  }

  @Test
  void theExampleTellsOfAPaidOrderOnceAndTheWarehouseShipsIt() throws IOException {
    TestShop shop = TestShop.in(dataDirectory);
    String id = TestShop.newOrderId();
    try (TestCustomer customer = shop.customer()) {
      customer.say(shop.order(id, shop.product(0), 2));
      shop.pay(customer.awaitInvoice(id));
      customer.await(id, 2);
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> told(id).size() == 1);
      var told = TestCustomer.json(told(id).getFirst());
      assertThat(told.path("customer").asText()).isEqualTo(customer.pubkey().hex());
      assertThat(told.path("items").path(0).path("quantity").asInt()).isEqualTo(2);
      assertThat(told.path("total_msat").asLong()).isPositive();

      forgetWhatWasTold();
      ship(told.path("merchant_id").asText(), id);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> customer.heard(id, 2).getLast().path("shipped").asBoolean());
    }
    Awaitility.await()
        .during(Duration.ofSeconds(6))
        .atMost(Duration.ofSeconds(20))
        .until(() -> told(id).isEmpty());
  }

  @Test
  void theWarehouseSetsAsideWhatItCannotShip() throws IOException {
    ship("demo", "no-such-order");
    Files.writeString(warehouse.resolve("junk.json"), "junk");
    Path failed = warehouse.resolve(".failed");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(failed)
                    .isDirectoryContaining("glob:**/junk.json")
                    .isDirectoryContaining("glob:**/no-such-order.json"));
  }

  private static void ship(String merchantId, String orderId) throws IOException {
    String json =
        "{\"merchantId\":\"%s\",\"orderId\":\"%s\",\"shipped\":true}"
            .formatted(merchantId, orderId);
    Path unfinished = Files.writeString(warehouse.resolve(".unfinished"), json);
    Files.move(unfinished, warehouse.resolve(orderId + ".json"));
  }

  private static void forgetWhatWasTold() throws IOException {
    try (Stream<Path> files = Files.list(paidOrders)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private static List<String> told(String orderId) {
    try (Stream<Path> files = Files.list(paidOrders)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .map(RoutesDirectoryIT::read)
          .filter(json -> json.contains(orderId))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
