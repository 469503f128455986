package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.RestRegistry;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;

/** Who may call what: asked of every path that the running application has. */
class KeysIT extends MerchantApi {

  private static final Set<String> OPEN =
      Set.of("GET /nostrmarket/api/v1/currencies", "GET /nostrclient/api/v1/relays");

  /** A GET that changes things, as nostrmarket has it. */
  private static final Set<String> CHANGING = Set.of("/nostrmarket/api/v1/merchant/{id}/nostr");

  @Autowired private CamelContext camel;

  private record Endpoint(String method, String path) {

    static Endpoint of(RestRegistry.RestService service) {
      String path = service.getBasePath() + service.getUriTemplate();
      return new Endpoint(service.getMethod().toUpperCase(java.util.Locale.ROOT), path);
    }

    String called(String id) {
      return path.replace("{pubkey}", CUSTOMER).replaceAll("\\{[^}]+}", id);
    }

    boolean isOpen() {
      return OPEN.contains(method + " " + path);
    }

    String body() {
      return method.equals("GET") ? "" : "{\"id\":\"theirs\",\"shipped\":true}";
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private List<Endpoint> endpoints() {
    return camel.getRestRegistry().listAllRestServices().stream()
        .map(Endpoint::of)
        .filter(endpoint -> endpoint.path().startsWith("/nostr"))
        .distinct()
        .toList();
  }

  private Stream<DynamicTest> each(java.util.function.Consumer<Endpoint> check) {
    assertThat(endpoints()).hasSizeGreaterThan(13);
    return endpoints().stream()
        .filter(endpoint -> !endpoint.isOpen())
        .map(endpoint -> dynamicTest(endpoint.toString(), () -> check.accept(endpoint)));
  }

  @TestFactory
  Stream<DynamicTest> nothingIsAnsweredWithoutAKey() {
    return each(
        endpoint -> {
          for (String key : List.of("", "unknown", "' OR 1=1 --", merchant.id)) {
            var answer =
                merchant.call(endpoint.method(), endpoint.called("x"), key, endpoint.body());
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(OwnMerchant.json(answer).path("detail").isTextual()).isTrue();
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> whatIsAnotherMerchantsIsNotThere() {
    return each(
        endpoint -> {
          OwnMerchant other = another();
          other.fillCatalogue();
          other.order("theirs", CUSTOMER, "PAID");
          other.customer(CUSTOMER, 3, "{}");
          other.received(CUSTOMER, -1, "A secret");
          for (String id : List.of("theirs", "stall-mugs", "mug", other.id)) {
            var answer =
                merchant.call(
                    endpoint.method(), endpoint.called(id), merchant.adminKey, endpoint.body());
            assertThat(answer.statusCode()).isIn(200, 400, 404);
            assertThat(answer.body()).doesNotContain("stall-mugs", "A secret", "Old mug", other.id);
          }
          assertThat(other.read("/order/theirs").path("shipped").asBoolean()).isFalse();
          assertThat(other.read("/customer").path(0).path("unread_messages").asInt()).isEqualTo(3);
        });
  }

  @TestFactory
  Stream<DynamicTest> whatChangesThingsNeedsTheAdminKey() {
    return each(
        endpoint -> {
          var answer =
              merchant.call(
                  endpoint.method(), endpoint.called("x"), merchant.invoiceKey, endpoint.body());
          if (endpoint.method().equals("GET") && !CHANGING.contains(endpoint.path())) {
            assertThat(answer.statusCode()).isNotEqualTo(403);
          } else {
            assertThat(answer.statusCode()).isEqualTo(403);
          }
        });
  }

  @Test
  void aKeyMayComeAsABearerToken() {
    var answer =
        merchant.call("GET", "/zone", "", "", "Authorization", "Bearer " + merchant.invoiceKey);
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void anotherSpellingOfAnOpenPathOpensNothing() {
    for (String path :
        List.of("/currencies/../order", "/currencies;/../order", "/currencies/%2e%2e/order")) {
      assertThat(merchant.call("GET", "/nostrmarket/api/v1" + path, "", "").statusCode())
          .isIn(400, 401);
    }
  }

  @Test
  void aKeyWithoutAMerchantSeesNone() {
    String key = accountWithoutMerchant();
    var answer = merchant.call("GET", "/merchant", key, "");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("null");
    answer = merchant.call("GET", "/order", key, "");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(OwnMerchant.json(answer).path("detail").asText())
        .isEqualTo("Merchant cannot be found");
  }
}
