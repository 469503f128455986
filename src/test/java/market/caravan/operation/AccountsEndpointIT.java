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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Accounts and their keys, made and revoked by the operator alone. */
@CaravanIT
class AccountsEndpointIT {

  private static final String PATH = "/actuator/accounts";

  @Value("${caravan.data-dir}")
  private Path data;

  @Autowired private JdbcClient jdbc;

  private TestShop shop;

  @BeforeEach
  void openShop() {
    shop = TestShop.in(data);
  }

  private HttpResponse<String> call(String method, String path, @Nullable String body) {
    byte[] login = ("operator:" + shop.text("operator_key")).getBytes(StandardCharsets.UTF_8);
    return shop.send(
        method,
        PATH + path,
        body,
        Map.of(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(login),
            "Cookie",
            "XSRF-TOKEN=x",
            "X-XSRF-TOKEN",
            "x"));
  }

  private int merchant(String key) {
    return shop.send("GET", "/nostrmarket/api/v1/merchant", null, Map.of("X-Api-Key", key))
        .statusCode();
  }

  private JsonNode open() {
    HttpResponse<String> opened = call("POST", "", null);
    assertThat(opened.statusCode()).as(opened.body()).isEqualTo(200);
    assertThat(opened.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    return TestCustomer.json(opened.body());
  }

  @Test
  void anAccountIsOpenedWithKeysThatAreShownOnceAndKeptAsHashes() {
    JsonNode account = open();
    String admin = account.path("adminKey").asText();
    String invoice = account.path("invoiceKey").asText();
    assertThat(admin).matches("[0-9a-f]{32}").isNotEqualTo(invoice);
    assertThat(merchant(admin)).isEqualTo(200);
    assertThat(merchant(invoice)).isEqualTo(200);
    String listed = call("GET", "/" + account.path("accountId").asText(), null).body();
    assertThat(TestCustomer.json(listed)).hasSize(2);
    assertThat(listed + call("GET", "", null).body()).doesNotContain(admin, invoice);
    assertThat(jdbc.sql("SELECT k.*::text FROM api_key k").query(String.class).list().toString())
        .doesNotContain(admin, invoice);
  }

  @Test
  void aKeyIsReplacedByAnotherAndRevoked() {
    JsonNode account = open();
    String path = "/" + account.path("accountId").asText();
    JsonNode old = TestCustomer.json(call("GET", path, null).body());
    JsonNode made = TestCustomer.json(call("POST", path, "{\"kind\":\"ADMIN\"}").body());
    for (JsonNode entry : old) {
      String key = path + "/" + entry.path("id").asText();
      assertThat(call("DELETE", key, null).statusCode()).isEqualTo(204);
      assertThat(call("DELETE", key, null).statusCode()).isEqualTo(404);
    }
    assertThat(merchant(account.path("adminKey").asText())).isEqualTo(401);
    assertThat(merchant(account.path("invoiceKey").asText())).isEqualTo(401);
    assertThat(merchant(made.path("key").asText())).isEqualTo(200);
  }

  @Test
  void whatIsNoAccountOrNoKindIsRefused() {
    assertThat(call("POST", "/nobody", "{\"kind\":\"ADMIN\"}").statusCode()).isEqualTo(404);
    String path = "/" + open().path("accountId").asText();
    assertThat(call("POST", path, "{\"kind\":\"ROOT\"}").statusCode()).isEqualTo(400);
    assertThat(call("DELETE", path + "/" + "0".repeat(16), null).statusCode()).isEqualTo(404);
    assertThat(call("DELETE", path + "/a", null).statusCode()).isEqualTo(404);
  }

  @Test
  void nobodyElseOpensOrReadsAccounts() {
    Map<String, String> merchants = new HashMap<>(Map.of("X-Api-Key", shop.text("admin_key")));
    merchants.put("X-Requested-With", "XMLHttpRequest");
    assertThat(shop.send("GET", PATH, null, merchants).statusCode()).isEqualTo(401);
    merchants.put("Cookie", "XSRF-TOKEN=x");
    merchants.put("X-XSRF-TOKEN", "x");
    assertThat(shop.send("POST", PATH, null, merchants).statusCode()).isEqualTo(401);
  }
}
