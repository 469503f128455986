package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Somebody tries keys, from the very address that an honest caller has. */
class GuessedKeysIT extends MerchantApi {

  private static final int GUESSES = 1_000;

  @Test
  void areToldToWaitWhileTheHonestCallerIsServed() {
    try (HttpClient http = HttpClient.newHttpClient()) {
      List<CompletableFuture<HttpResponse<String>>> guesses =
          Stream.generate(() -> http.sendAsync(guess(), BodyHandlers.ofString()))
              .limit(GUESSES)
              .toList();
      for (int i = 0; i < 20; i++) {
        assertThat(merchant.get("/zone").statusCode()).isEqualTo(200);
        assertThat(another().get("/zone").statusCode()).isEqualTo(200);
      }
      List<HttpResponse<String>> answers = guesses.stream().map(CompletableFuture::join).toList();
      assertThat(answers).allMatch(answer -> List.of(401, 429).contains(answer.statusCode()));
      assertThat(answers)
          .filteredOn(answer -> answer.statusCode() == 429)
          .isNotEmpty()
          .allSatisfy(
              answer -> {
                assertThat(answer.headers().firstValue("Retry-After")).contains("1");
                assertThat(OwnMerchant.json(answer).path("detail").isTextual()).isTrue();
              });
    }
    // Whoever tests unknown keys next is not to be told to wait.
    Awaitility.await().until(() -> OwnMerchant.send(guess()).statusCode() == 401);
  }

  private HttpRequest guess() {
    return merchant.request("/order").header("X-Api-Key", UUID.randomUUID().toString()).build();
  }
}
