package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import market.caravan.nostr.KeyPair;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** POST /message and POST /customer, as nostrmarket's front end calls them. */
class CustomerCommandsIT extends MerchantApi {

  private HttpResponse<String> post(String path, String body) {
    return merchant.call("POST", path, merchant.adminKey, body);
  }

  private static String to(String customer, String text) {
    return "{\"message\":\"%s\",\"public_key\":\"%s\",\"other\":[]}".formatted(text, customer);
  }

  @Test
  void aMessageIsAnsweredAsItStandsInTheConversationAndMakesItsReceiverKnown() {
    HttpResponse<String> answer =
        post("/message", to(CUSTOMER.toUpperCase(java.util.Locale.ROOT), "Hello"));
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode message = OwnMerchant.json(answer);
    assertThat(message.path("message").asText()).isEqualTo("Hello");
    assertThat(message.path("public_key").asText()).isEqualTo(CUSTOMER);
    assertThat(message.path("event_created_at").isIntegralNumber()).isTrue();
    JsonNode read = merchant.read("/message/" + CUSTOMER).path(0);
    assertThat(read.path("id")).isEqualTo(message.path("id"));
    JsonNode customer = merchant.read("/customer").path(0);
    assertThat(customer.path("public_key").asText()).isEqualTo(CUSTOMER);
    assertThat(customer.path("unread_messages").asInt(-1)).isZero();
  }

  @Test
  void aCustomerIsAddedOnceByHexOrNpub() {
    String npub = "npub180cvv07tjdrrgpa0j7j7tmnyl2yr6yr7l8j4s3evf6u64th6gkwsyjh6w6";
    String hex = "3bf0c63fcb93463407af97a5e5ee64fa883d107ef9e558472c4eb9aaaefa459d";
    HttpResponse<String> answer =
        post(
            "/customer",
            "{\"public_key\":\"%s\",\"merchant_id\":\"%s\",\"unread_messages\":7}"
                .formatted(npub, merchant.id));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(OwnMerchant.json(answer)).isEqualTo(merchant.read("/customer").path(0));
    assertThat(OwnMerchant.json(answer).path("public_key").asText()).isEqualTo(hex);
    assertThat(OwnMerchant.json(answer).path("unread_messages").asInt(-1)).isZero();
    assertThat(OwnMerchant.json(answer).path("profile").isObject()).isTrue();
    assertThat(post("/customer", "{\"public_key\":\"%s\"}".formatted(hex)).statusCode())
        .isEqualTo(409);
    assertThat(another().read("/customer")).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> whatCannotBeSentIsRefused() {
    String other = another().id;
    return Stream.of(
            "/message {}",
            "/message {\"message\":\"Hello\"}",
            "/message " + to("nobody", "Hello"),
            "/message " + to("f".repeat(64), "Hello"), // no point of the curve
            "/message " + to(CUSTOMER, " "),
            "/message " + to(CUSTOMER, "x".repeat(10_001)),
            "/message {\"message\":7,\"public_key\":\"" + CUSTOMER + "\"}",
            "/message {\"message\":\"Hello\",\"public_key\":[\"" + CUSTOMER + "\"]}",
            "/customer {}",
            "/customer {\"public_key\":\"npub1\"}",
            "/customer {\"public_key\":\"%s\",\"merchant_id\":\"%s\"}".formatted(CUSTOMER, other))
        .map(
            request ->
                dynamicTest(
                    request.length() > 80 ? request.substring(0, 80) : request,
                    () -> {
                      int space = request.indexOf(' ');
                      HttpResponse<String> answer =
                          post(request.substring(0, space), request.substring(space + 1));
                      assertThat(answer.statusCode()).isEqualTo(400);
                      assertThat(merchant.read("/customer")).isEmpty();
                    }));
  }

  @Test
  void whatIsInTheTextIsNobodysCommand() {
    String key = KeyPair.generate().pubkey().hex();
    String text = "{\\\"id\\\":\\\"x\\\",\\\"type\\\":2,\\\"paid\\\":true,\\\"shipped\\\":true}";
    JsonNode message = OwnMerchant.json(post("/message", to(key, text)));
    assertThat(message.path("type").asInt()).isEqualTo(-1);
  }
}
