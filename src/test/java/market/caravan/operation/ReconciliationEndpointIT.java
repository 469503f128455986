package market.caravan.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import market.caravan.CaravanIT;
import market.caravan.TestCustomer;
import market.caravan.TestShop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;

/** The operator asks for a comparison of the books, and nobody else does by these addresses. */
@CaravanIT
class ReconciliationEndpointIT {

  private static final String PATH = "/actuator/reconciliations";
  private static final String TOKEN = "a-token-of-our-page";

  @Value("${caravan.data-dir}")
  private Path data;

  private TestShop shop;

  @BeforeEach
  void openShop() {
    shop = TestShop.in(data);
  }

  @Test
  void isAskedForByTheOperatorAndOnceHoweverOften() {
    HttpResponse<String> first = call("POST", login(), token());
    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    JsonNode asked = TestCustomer.json(first.body());
    assertThat(asked.path("state").asText()).isIn("REQUESTED", "SUSPECTING", "DONE");

    HttpResponse<String> second = call("POST", login(), token());
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(TestCustomer.json(second.body()).path("id")).isEqualTo(asked.path("id"));

    JsonNode newest = TestCustomer.json(call("GET", login()).body()).path(0);
    assertThat(newest.path("id")).isEqualTo(asked.path("id"));
  }

  @Test
  void isAskedForByNobodyElse() {
    String before = call("GET", login()).body();

    assertThat(call("POST").statusCode()).isEqualTo(403);
    assertThat(call("POST", token()).statusCode()).isEqualTo(401);
    assertThat(call("POST", token(), basic("operator", "wrong")).statusCode()).isEqualTo(401);
    assertThat(call("POST", token(), merchantsKey()).statusCode()).isEqualTo(401);
    assertThat(call("POST", login()).statusCode()).as("as another site would").isEqualTo(403);

    assertThat(TestCustomer.json(call("GET", login()).body()))
        .hasSameSizeAs(TestCustomer.json(before));
  }

  @Test
  void isReadByNobodyElse() {
    assertThat(call("GET").statusCode()).isEqualTo(401);
    assertThat(call("GET", merchantsKey()).statusCode()).isEqualTo(401);
  }

  private Map<String, String> login() {
    return basic("operator", shop.text("operator_key"));
  }

  private static Map<String, String> basic(String user, String password) {
    byte[] login = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(login));
  }

  /** The cookie, and the header that only our own page can send with it. */
  private static Map<String, String> token() {
    return Map.of("Cookie", "XSRF-TOKEN=" + TOKEN, "X-XSRF-TOKEN", TOKEN);
  }

  private Map<String, String> merchantsKey() {
    return Map.of("X-Api-Key", shop.text("admin_key"));
  }

  @SafeVarargs
  private HttpResponse<String> call(String method, Map<String, String>... headers) {
    Map<String, String> all = new HashMap<>();
    all.put("X-Requested-With", "XMLHttpRequest");
    for (Map<String, String> some : headers) {
      all.putAll(some);
    }
    return shop.send(method, PATH, null, all);
  }
}
