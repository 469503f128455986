package market.caravan.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The inputs of {@link RestBodyFuzzTest}, sent to the running application. */
class BodiesOfTheCorpusIT extends MerchantApi {

  private static final List<String> PATHS =
      List.of(
          "/order/reissue",
          "/api/v1/orders/other/cancellation",
          "/api/v1/orders/other/confirmation",
          "/api/v1/orders/other/refunds/name",
          "/api/v1/refunds/7/decline");

  @TestFactory
  Stream<DynamicTest> areTakenOrRefusedOverHttpToo() throws IOException, URISyntaxException {
    merchant.order("paid", CUSTOMER, "PAID");
    merchant.order("other", CUSTOMER, "EXPIRED");
    var directory = RestBodyFuzzTest.class.getResource("RestBodyFuzzTestInputs");
    Path inputs = Path.of(Objects.requireNonNull(directory).toURI());
    try (Stream<Path> files = Files.walk(inputs)) {
      List<Path> corpus = files.filter(Files::isRegularFile).sorted().toList();
      assertThat(corpus).isNotEmpty();
      return corpus.stream()
          .map(input -> dynamicTest(input.getFileName().toString(), () -> send(input)));
    }
  }

  private void send(Path input) throws IOException {
    byte[] bytes = Files.readAllBytes(input);
    assertAnswered(send("PATCH", "/order/paid", bytes));
    for (String path : PATHS) {
      assertAnswered(send("PUT", path, bytes), 200, 400, 404, 409);
    }
    assertAnswered(send("POST", "/zone", bytes), 200, 400, 409);
    assertAnswered(send("PUT", "/stall/mug", bytes), 400, 404);
    assertAnswered(send("PATCH", "/product/mug", bytes), 400, 404);
    assertAnswered(send("PATCH", "/merchant/" + merchant.id, bytes), 200, 400);
    assertAnswered(send("POST", "/product", bytes), 200, 400, 404, 409);
    assertAnswered(send("POST", "/message", bytes));
    assertAnswered(send("POST", "/customer", bytes), 200, 400, 409);
    assertAnswered(send("POST", "/api/v1/restores", bytes), 202, 400, 404, 409);
    String query = URLEncoder.encode(new String(bytes, UTF_8), UTF_8);
    assertAnswered(merchant.get("/order?limit=" + query + "&paid=" + query + "&pubkey=" + query));
  }

  private HttpResponse<String> send(String method, String path, byte[] body) {
    return OwnMerchant.send(
        merchant
            .request(path)
            .header("X-Api-Key", merchant.adminKey)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofByteArray(body))
            .build());
  }

  private static void assertAnswered(HttpResponse<String> answer) {
    assertAnswered(answer, 200, 400);
  }

  private static void assertAnswered(HttpResponse<String> answer, Object... statuses) {
    assertThat(answer.statusCode()).isIn(statuses);
    assertThat(OwnMerchant.json(answer).isMissingNode()).isFalse();
    assertThat(answer.body()).doesNotContainIgnoringCase("exception", "camel", "select ");
  }
}
