package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import market.caravan.api.Operations.Operation;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;

/** The API's own description, and what the API answers to requests that are made from it. */
class OpenApiIT extends MerchantApi {

  private static final int RANDOM_BODIES = 8;

  private static final List<String> BODIES =
      List.of(
          "[]",
          "null",
          "{}",
          "\"text\"",
          "{\"id\":",
          "{\"public_key\":{\"$ne\":1},\"id\":[null],\"message\":1e400,\"shipped\":\"yes\"}",
          "{\"id\":\"\\u0000\",\"name\":\"\\u0000\",\"message\":\"\ud83d\udce6\\u0000\"}");

  private static final List<String> QUERIES =
      List.of(
          "' OR 1=1; DROP TABLE orders --",
          "\u0000",
          "\ud83d\udce6",
          "-1",
          "true",
          "x".repeat(500));

  private static final List<String> IDS =
      List.of(
          "paid",
          "mug",
          "stall-mugs",
          "zone-eu",
          "1",
          "' OR '1'='1",
          "\ud83d\udce6",
          "x".repeat(2_000));

  @Autowired private CamelContext camel;

  private HttpResponse<String> document() {
    return OwnMerchant.send(merchant.rooted("/openapi.json").build());
  }

  private Operations operations() {
    return new Operations(OwnMerchant.json(document()));
  }

  @Test
  void theDescriptionIsValidAndTellsNothingOfOurInsides() {
    HttpResponse<String> answer = document();
    assertThat(answer.statusCode()).isEqualTo(200);
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    assertThat(new OpenAPIV3Parser().readContents(answer.body(), null, options).getMessages())
        .isEmpty();
    assertThat(answer.body()).doesNotContain("market.caravan", "java.", "x-className", "0.0.0.0");
    JsonNode document = OwnMerchant.json(answer);
    assertThat(document.path("openapi").asText()).startsWith("3.0");
    assertThat(document.path("servers").path(0).path("url").asText()).isEqualTo("/");
    JsonNode order = document.path("components").path("schemas").path("Order").path("properties");
    assertThat(order.path("event_created_at").path("type").asText()).isEqualTo("integer");
    assertThat(order.path("address").path("nullable").asBoolean()).isTrue();
  }

  @Test
  void everyPathIsDescribedWithWhatItBringsAndNeeds() {
    List<String> described = operations().all().stream().map(Operation::toString).sorted().toList();
    List<String> served =
        camel.getRestRegistry().listAllRestServices().stream()
            .map(
                service ->
                    service.getMethod().toUpperCase(Locale.ROOT)
                        + " "
                        + service.getBasePath()
                        + service.getUriTemplate())
            .filter(service -> service.contains(" /nostr") || service.contains(" /api/"))
            .distinct()
            .sorted()
            .toList();
    assertThat(described).isEqualTo(served).hasSizeGreaterThan(27);
  }

  @Test
  void thePageIsServedFromHereAlone() {
    HttpResponse<String> page = OwnMerchant.send(merchant.rooted("/docs/index.html").build());
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("default-src 'self'").doesNotContain("http:", "https:");
    for (String part : List.of("swagger-ui.css", "swagger-ui-bundle.js", "page.js")) {
      assertThat(OwnMerchant.send(merchant.rooted("/docs/" + part).build()).statusCode())
          .as(part)
          .isEqualTo(200);
    }
    assertThat(OwnMerchant.send(merchant.rooted("/docs").build()).statusCode()).isEqualTo(302);
    assertThat(OwnMerchant.send(merchant.rooted("/docs/../application.yaml").build()).statusCode())
        .isIn(400, 404);
  }

  @TestFactory
  Stream<DynamicTest> whateverIsAskedIsAnsweredAsDescribed() {
    Operations operations = operations();
    merchant.fillCatalogue();
    merchant.order("paid", CUSTOMER, "PAID");
    return operations.all().stream()
        .map(operation -> dynamicTest(operation.toString(), () -> askAll(operations, operation)));
  }

  private void askAll(Operations operations, Operation operation) {
    Random random = new Random(operation.toString().hashCode());
    for (String key : List.of("", merchant.invoiceKey, merchant.adminKey)) {
      for (String id : IDS) {
        Map<String, String> values =
            Map.of("id", id, "public_key", CUSTOMER, "merchant_id", merchant.id, "stall_id", id);
        ask(operation, key, id, "", operations.body(operation, values));
      }
      for (String value : QUERIES) {
        ask(operation, key, CUSTOMER, Operations.query(operation, encoded(value)), "{}");
      }
      for (String body : bodies(operation, random)) {
        ask(operation, key, "paid", "", body);
      }
    }
  }

  private static List<String> bodies(Operation operation, Random random) {
    if (operation.reads()) {
      return List.of();
    }
    List<String> bodies = new ArrayList<>(BODIES);
    List<String> fields = new ArrayList<>();
    operation.body().path("properties").fieldNames().forEachRemaining(fields::add);
    for (int i = 0; i < RANDOM_BODIES; i++) {
      bodies.add(randomObject(fields, random));
    }
    return bodies;
  }

  private static String randomObject(List<String> fields, Random random) {
    List<String> values =
        List.of(
            "null", "-1", "1e99", "true", "[[]]", "{\"a\":{}}", "\"\"", "\"'\"", "9".repeat(400));
    StringBuilder object = new StringBuilder("{\"unknown\":{}");
    for (String field : fields) {
      object
          .append(",\"")
          .append(field)
          .append("\":")
          .append(values.get(random.nextInt(values.size())));
    }
    return object.append('}').toString();
  }

  private void ask(Operation operation, String key, String id, String query, String body) {
    String path = operation.at(Map.of("pubkey", CUSTOMER), encoded(id)) + query;
    HttpResponse<String> answer =
        merchant.call(operation.method(), path, key, operation.reads() ? "" : body);
    String asked = "%s %s %s".formatted(operation.method(), path, body);
    assertThat(answer.statusCode()).as(asked).isIn(operation.statuses()).isLessThan(500);
    if (key.isEmpty() && !operation.open()) {
      assertThat(answer.statusCode()).as(asked).isEqualTo(401);
    } else if (key.equals(merchant.invoiceKey) && !operation.reads()) {
      assertThat(answer.statusCode()).as(asked).isEqualTo(403);
    }
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .as(asked)
        .startsWith("application/json");
    JsonNode json = OwnMerchant.json(answer);
    if (answer.statusCode() >= 400) {
      assertThat(json.fieldNames()).toIterable().as(asked).containsExactly("detail");
      assertThat(answer.body())
          .as(asked)
          .doesNotContainIgnoringCase(
              "exception", "caravan.", "camel", "spring", "org.", "SELECT ");
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
