package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.Predicate;
import market.caravan.TestCustomer;
import market.caravan.TestShop;
import market.caravan.nostr.Event;
import market.caravan.nostr.KeyPair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Value;

/** An account that gets its merchant in a test, and somebody who looks at the relay. */
abstract class NewMerchant extends MerchantApi {

  static final Duration PATIENCE = Duration.ofSeconds(90);

  @Value("${caravan.data-dir}")
  private Path dataDirectory;

  final KeyPair keyPair = KeyPair.generate();
  String key = "";
  TestCustomer onlooker;

  @BeforeEach
  final void look() {
    key = accountWithoutMerchant();
    TestShop shop = TestShop.in(dataDirectory);
    onlooker = new TestCustomer(shop.relay(), keyPair.pubkey());
  }

  @AfterEach
  final void leave() {
    onlooker.close();
  }

  final HttpResponse<String> admin(String method, String path, String body) {
    return merchant.call(method, path, key, body);
  }

  static final JsonNode done(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return OwnMerchant.json(answer);
  }

  static final void assertRefused(HttpResponse<String> answer, int status, String words) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(words);
  }

  static final String secret(KeyPair keyPair) {
    return HexFormat.of().formatHex(keyPair.secret());
  }

  static final String body(String privateKey, String publicKey) {
    return "{\"private_key\":\"%s\",\"public_key\":\"%s\",\"config\":{}}"
        .formatted(privateKey, publicKey);
  }

  final JsonNode createMerchant() {
    return done(admin("POST", "/merchant", body(secret(keyPair), keyPair.pubkey().hex())));
  }

  final String filter(String more) {
    return "{\"authors\":[\"%s\"],%s}".formatted(keyPair.pubkey(), more);
  }

  final Event awaitPublished(Predicate<Event> wanted) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                onlooker.stored(filter("\"kinds\":[0,5,30017,30018]")).stream()
                    .filter(wanted)
                    .findFirst()
                    .orElse(null),
            Objects::nonNull);
  }
}
