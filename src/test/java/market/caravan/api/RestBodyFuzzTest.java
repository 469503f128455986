package market.caravan.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import market.caravan.Hostile;
import market.caravan.mailbox.StorableText;
import market.caravan.order.ShipOrder;
import org.springframework.http.converter.json.Jackson2ObjectMapperBuilder;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;

/**
 * Any body is a command to ship the order that the path names, or is refused; so is any text in the
 * query or as the type of a body. {@link BodiesOfTheCorpusIT} sends the same inputs over HTTP.
 */
class RestBodyFuzzTest {

  private static final Caller CALLER = new Caller("account", KeyKind.ADMIN, "merchant");
  private static final DataSize MOST = DataSize.ofKilobytes(256);

  private final OrderCommands commands =
      new OrderCommands(Jackson2ObjectMapperBuilder.json().build());

  @FuzzTest
  void takesBodiesOrRefusesThem(byte[] input) {
    Hostile.read(() -> body("application/json", input))
        .flatMap(body -> Hostile.read(() -> commands.ship(request(body, Map.of()))))
        .ifPresent(RestBodyFuzzTest::holds);
    String text = new String(input, UTF_8);
    Hostile.read(() -> body(text, new byte[1]));
    ApiRequest query = request("", Map.of("limit", text, "flag", text, "pubkey", text));
    Hostile.read(() -> query.limit(500)).ifPresent(limit -> assertThat(limit).isBetween(1, 500));
    Hostile.read(() -> Map.of("flag", String.valueOf(query.flag("flag"))));
    Hostile.read(() -> String.valueOf(query.pubkey("pubkey")));
  }

  private static void holds(ShipOrder command) {
    assertThat(command.merchantId()).isEqualTo("merchant");
    assertThat(command.orderId()).isEqualTo("paid");
    String message = command.message();
    assertThat(message == null || message.equals(StorableText.of(message))).isTrue();
  }

  private static String body(String contentType, byte[] bytes) {
    var request =
        new MockHttpServletRequest("PATCH", "/order/paid") {
          @Override
          public String getContentType() {
            return contentType; // the mock reads it itself, and would fall over it first
          }
        };
    request.setContent(bytes);
    try {
      HttpServletRequest bounded = BoundedBody.read(request, MOST);
      return new String(bounded.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ApiRequest request(String body, Map<String, String> query) {
    return new ApiRequest(CALLER, "PATCH", "/order/paid", Map.of("id", "paid"), query, body);
  }
}
