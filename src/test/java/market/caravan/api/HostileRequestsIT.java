package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is malformed, too long or meant to steer us is answered in JSON, without our insides. */
class HostileRequestsIT extends MerchantApi {

  private static final String TOO_LONG = " ".repeat(300_000);

  @BeforeEach
  void takeAnOrder() {
    merchant.order("paid", CUSTOMER, "PAID");
  }

  private static void assertRefused(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(OwnMerchant.json(answer).fieldNames()).toIterable().containsExactly("detail");
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/json");
    assertThat(answer.body())
        .doesNotContainIgnoringCase("exception", "caravan", "select", "camel", "spring", "at org.");
  }

  @TestFactory
  Stream<DynamicTest> bodiesThatAreNoCommandAreRefused() {
    return Map.of(
            "nothing", "",
            "no JSON", "{\"id\":",
            "two values", "{} {",
            "a list", "[]",
            "a text", "\"paid\"",
            "deep", "[".repeat(100_000),
            "a long number", "{\"id\":" + "9".repeat(100_000) + "}",
            "an unpaired surrogate", "{\"id\":\"\\ud800\",\"shipped\":true}",
            "NUL", "{\"id\":\"paid\\u0000\",\"shipped\":true}")
        .entrySet()
        .stream()
        .map(
            body ->
                dynamicTest(
                    body.getKey(),
                    () -> assertRefused(merchant.patch("/order/paid", body.getValue()), 400)));
  }

  @TestFactory
  Stream<DynamicTest> queriesThatCannotBeReadAreRefused() {
    return Stream.of(
            "/order?paid=maybe",
            "/order?paid=true&paid=false",
            "/order?limit=0",
            "/order?limit=-1",
            "/order?limit=1e9",
            "/order?before=x",
            "/order?before=99999999999999999999",
            "/order?pubkey=npub1",
            "/order?stall=a%00b",
            "/message/nobody",
            "/message/" + CUSTOMER + "?before=yesterday",
            "/message/" + CUSTOMER + "?before=2026-01-01T00:00:00Z/%00",
            "/customer?before=%00")
        .map(path -> dynamicTest(path, () -> assertRefused(merchant.get(path), 400)));
  }

  @TestFactory
  Stream<DynamicTest> whatIsNotThereIsNotFound() {
    return Stream.of(
            "/nothing",
            "/order/nothing",
            "/order/paid/more",
            "/stall/nothing",
            "/stall/product/nothing",
            "/product/%27%20OR%201=1",
            "/nostrclient/api/v1/nothing")
        .map(path -> dynamicTest(path, () -> assertRefused(merchant.get(path), 404)));
  }

  @Test
  void aBodyThatIsTooLongIsNotRead() {
    assertRefused(merchant.patch("/order/paid", TOO_LONG), 413);
    var chunked = new ByteArrayInputStream(TOO_LONG.getBytes(StandardCharsets.UTF_8));
    assertRefused(ship(BodyPublishers.ofInputStream(() -> chunked)), 413);
  }

  @Test
  void tenMegabytesAreRefusedAndTheServerGoesOn() {
    byte[] zeros = new byte[10_000_000];
    for (String path : List.of("/order/paid", "/message", "/customer")) {
      HttpResponse<String> answer =
          OwnMerchant.send(
              merchant
                  .request(path)
                  .header("X-Api-Key", merchant.adminKey)
                  .header("Content-Type", "application/json")
                  .method(
                      path.equals("/order/paid") ? "PATCH" : "POST",
                      BodyPublishers.ofByteArray(zeros))
                  .build());
      assertRefused(answer, 413);
    }
    assertThat(merchant.get("/order/paid").statusCode()).isEqualTo(200);
  }

  @Test
  void sqlInAFilterIsATextLikeAnyOther() {
    String sql = "%27%20OR%20%271%27=%271%27;DROP%20TABLE%20orders;--";
    for (String path :
        List.of("/order?stall=", "/stall/order/", "/stall/product/", "/customer?before=")) {
      HttpResponse<String> answer = merchant.get(path + sql);
      // 400 where the server in front of us refuses such a path.
      assertThat(answer.statusCode()).isIn(200, 400, 404);
      assertThat(answer.body()).doesNotContain("paid\"");
    }
    assertRefused(merchant.get("/order?pubkey=" + sql), 400);
    assertRefused(merchant.get("/order?paid=" + sql), 400);
    assertRefused(merchant.get("/order?before=" + sql), 400);
    assertRefused(merchant.get("/api/v1/refunds?state=" + sql), 400);
    assertThat(merchant.get("/order/paid").statusCode()).isEqualTo(200);
  }

  @Test
  void aBodyThatIsNoUtf8IsRefused() {
    String sent = "{\"id\":\"paid\",\"shipped\":true,\"message\":\"caf\u00e9\"}";
    assertRefused(
        ship(BodyPublishers.ofByteArray(sent.getBytes(StandardCharsets.ISO_8859_1))), 400);
    assertThat(merchant.read("/order/paid").path("shipped").asBoolean(true)).isFalse();
    assertThat(ship(BodyPublishers.ofByteArray(sent.getBytes(StandardCharsets.UTF_8))).statusCode())
        .isEqualTo(200);
  }

  private HttpResponse<String> ship(BodyPublisher body) {
    return OwnMerchant.send(
        merchant
            .request("/order/paid")
            .header("X-Api-Key", merchant.adminKey)
            .header("Content-Type", "application/json")
            .method("PATCH", body)
            .build());
  }

  @Test
  void aBodyThatIsNoJsonByItsOwnWordIsRefused() {
    for (String type :
        new String[] {
          "application/x-www-form-urlencoded",
          "text/plain",
          "application/json; charset=utf-16",
          "application/x-java-serialized-object",
          "\"application/json",
          "nonsense"
        }) {
      assertRefused(
          merchant.call(
              "PATCH",
              "/order/paid",
              merchant.adminKey,
              "{\"id\":\"paid\",\"shipped\":true}",
              "Content-Type",
              type),
          415);
    }
    assertThat(merchant.read("/order/paid").path("shipped").asBoolean(true)).isFalse();
  }

  @Test
  void whatCannotBeReadAsAcceptedIsRefused() {
    for (String type : new String[] {"\"a/b", "nonsense", "text/plain;q=x"}) {
      assertRefused(
          merchant.call("GET", "/order/paid", merchant.invoiceKey, "", "Accept", type), 406);
    }
  }

  @Test
  void methodsThatAPathDoesNotHaveAreRefused() {
    assertRefused(merchant.call("DELETE", "/order/paid", merchant.adminKey, ""), 405);
    assertRefused(merchant.call("PUT", "/zone", merchant.adminKey, "{}"), 405);
    assertRefused(merchant.call("DELETE", "/order/paid", merchant.invoiceKey, ""), 405);
    assertRefused(merchant.call("POST", "/currencies", merchant.adminKey, "{}"), 405);
    assertThat(merchant.call("HEAD", "/order", merchant.invoiceKey, "").statusCode())
        .isEqualTo(200);
    assertThat(merchant.call("OPTIONS", "/order", merchant.invoiceKey, "").statusCode())
        .isEqualTo(200);
  }

  @Test
  void headersFromOutsideSteerNothingAndComeBackToNobody() {
    String[] headers = {
      "CamelHttpResponseCode", "418",
      "CamelHttpUri", "http://127.0.0.1:1/",
      "CamelFileName", "/etc/passwd",
      "CamelBeanMethodName", "shipped",
      "CamelHttpPath", "/nostrmarket/api/v1/customer",
      "breadcrumbId", "theirs",
      "id", "another",
      "X-HTTP-Method-Override", "PATCH",
      "Link", "<http://127.0.0.1:1/>"
    };
    for (String query : new String[] {"", "?CamelHttpResponseCode=418&id=another&body=x"}) {
      var answer = merchant.call("GET", "/order/paid" + query, merchant.invoiceKey, "", headers);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(OwnMerchant.json(answer)).isEqualTo(merchant.read("/order/paid"));
      assertThat(answer.headers().map().toString().toLowerCase(java.util.Locale.ROOT))
          .doesNotContain("camel", "breadcrumb", "link", "passwd", merchant.invoiceKey);
    }
  }

  @Test
  void whatTomcatItselfRefusesIsJsonToo() throws IOException {
    assertThat(raw("GET /nostrmarket/api/v1/order/a%00b HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 400")
        .endsWith("{\"detail\":\"Bad Request\"}");
    assertThat(raw("GET /nostrmarket/api/v1/{} HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 400")
        .doesNotContainIgnoringCase("exception", "tomcat");
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(30_000);
      String closing = request.replace("Host: x\r\n", "Host: x\r\nConnection: close\r\n");
      socket.getOutputStream().write(closing.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
