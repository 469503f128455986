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

  @TestFactory
  Stream<DynamicTest> areTakenOrRefusedOverHttpToo() throws IOException, URISyntaxException {
    merchant.order("paid", CUSTOMER, "PAID");
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
    assertAnswered(
        OwnMerchant.send(
            merchant
                .request("/order/paid")
                .header("X-Api-Key", merchant.adminKey)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofByteArray(bytes))
                .build()));
    String query = URLEncoder.encode(new String(bytes, UTF_8), UTF_8);
    assertAnswered(merchant.get("/order?limit=" + query + "&paid=" + query + "&pubkey=" + query));
  }

  private static void assertAnswered(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isIn(200, 400);
    assertThat(OwnMerchant.json(answer).isMissingNode()).isFalse();
    assertThat(answer.body()).doesNotContainIgnoringCase("exception", "camel", "select ");
  }
}
