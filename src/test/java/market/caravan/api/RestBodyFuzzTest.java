package market.caravan.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import market.caravan.Hostile;
import market.caravan.catalog.CatalogCommand;
import market.caravan.lightning.UnaskedNode;
import market.caravan.lightning.Wallets;
import market.caravan.mailbox.StorableText;
import market.caravan.money.Msat;
import market.caravan.order.OrderCommand;
import market.caravan.order.OrderKey;
import market.caravan.order.RefundOrder;
import market.caravan.order.StallWallets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.json.Jackson2ObjectMapperBuilder;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;

/**
 * Any body is a command about the order, or the refund, that the path names, or is refused; so is
 * any text in the query, in the path or as the type of a body. {@link BodiesOfTheCorpusIT} sends
 * the same inputs over HTTP.
 */
class RestBodyFuzzTest {

  private static final Caller CALLER = new Caller("account", KeyKind.ADMIN, "merchant");
  private static final DataSize MOST = DataSize.ofKilobytes(256);

  private static final ObjectMapper JSON = Jackson2ObjectMapperBuilder.json().build();

  private final OrderCommands commands = new OrderCommands(JSON);
  private final RefundCommands refunds = new RefundCommands(JSON);
  private final CatalogueCommands catalogue =
      new CatalogueCommands(
          JSON, new CatalogueJson(new StallWallets(Wallets.of(new UnaskedNode()))));
  private final MerchantCommands merchants = new MerchantCommands(JSON);
  private final CustomerCommands customers = new CustomerCommands(JSON);

  @FuzzTest
  void takesBodiesOrRefusesThem(byte[] input) {
    Hostile.read(() -> body("application/json", input)).ifPresent(this::takes);
    String text = new String(input, UTF_8);
    Hostile.read(() -> RefundCommands.id(request("", path(text, text), Map.of())))
        .ifPresent(id -> assertThat(id).isNotNegative());
    Hostile.read(() -> commands.refund(request("{\"all\":true}", path("paid", text), Map.of())))
        .ifPresent(command -> assertThat(OrderKey.isId(command.name())).isTrue());
    Hostile.read(() -> body(text, new byte[1]));
    ApiRequest query =
        request("", path("paid", "name"), Map.of("limit", text, "flag", text, "pubkey", text));
    Hostile.read(() -> query.limit(500)).ifPresent(limit -> assertThat(limit).isBetween(1, 500));
    Hostile.read(() -> Map.of("flag", String.valueOf(query.flag("flag"))));
    Hostile.read(() -> String.valueOf(query.pubkey("pubkey")));
  }

  private void takes(String body) {
    takesCatalogue(request(body, path("mug", "name"), Map.of()));
    takesWordsToCustomers(request(body, Map.of(), Map.of()));
    ApiRequest order = request(body, path("paid", "name"), Map.of());
    ApiRequest refund = request(body, path("7", "name"), Map.of());
    Hostile.read(() -> commands.ship(order))
        .ifPresent(command -> holds(command, "paid", command.message()));
    Hostile.read(() -> commands.confirm(order)).ifPresent(command -> holds(command, "paid", null));
    Hostile.read(() -> commands.cancel(order))
        .ifPresent(command -> holds(command, "paid", command.message()));
    Hostile.read(() -> commands.reissue(order))
        .ifPresent(command -> holds(command, command.orderId(), command.zoneId()));
    Hostile.read(() -> commands.refund(order)).ifPresent(RestBodyFuzzTest::holds);
    Hostile.read(() -> refunds.decline(refund))
        .ifPresent(
            command -> {
              assertThat(command.merchantId()).isEqualTo("merchant");
              assertThat(command.refund()).isEqualTo(7);
              assertThat(command.note()).isNotBlank().hasSizeLessThanOrEqualTo(1_000);
              assertStorable(command.note());
            });
  }

  private void takesCatalogue(ApiRequest request) {
    List.<Function<ApiRequest, CatalogCommand>>of(
            catalogue::addZone,
            catalogue::changeZone,
            catalogue::addStall,
            catalogue::changeStall,
            catalogue::addProduct,
            catalogue::changeProduct)
        .forEach(
            command ->
                Hostile.read(() -> command.apply(request))
                    .ifPresent(taken -> assertThat(taken.merchantId()).isEqualTo("merchant")));
    Hostile.read(() -> merchants.add(request));
    Hostile.read(() -> merchants.describe(request(request.body(), path("merchant", ""), Map.of())))
        .ifPresent(taken -> assertThat(taken.merchantId()).isEqualTo("merchant"));
  }

  private void takesWordsToCustomers(ApiRequest request) {
    Hostile.read(() -> customers.message(request))
        .ifPresent(
            message -> {
              assertThat(message.to().merchantId()).isEqualTo("merchant");
              assertThat(message.text()).isNotBlank().hasSizeLessThanOrEqualTo(10_000);
              assertStorable(message.text());
            });
    Hostile.read(() -> customers.add(request))
        .ifPresent(customer -> assertThat(customer.merchantId()).isEqualTo("merchant"));
  }

  private static void holds(RefundOrder command) {
    holds(command, "paid", command.message());
    Msat amount = command.amount();
    assertThat(amount == null || amount.value() >= 1_000).isTrue();
    assertThat(amount == null || amount.value() % 1_000 == 0).isTrue();
  }

  private static void holds(OrderCommand command, String orderId, @Nullable String text) {
    assertThat(command.merchantId()).isEqualTo("merchant");
    assertThat(command.orderId()).isEqualTo(orderId);
    assertStorable(command.orderId());
    assertStorable(text);
  }

  private static void assertStorable(@Nullable String text) {
    assertThat(text == null || text.equals(StorableText.of(text))).isTrue();
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

  private static Map<String, String> path(String id, String name) {
    return Map.of("id", id, "name", name);
  }

  private static ApiRequest request(
      String body, Map<String, String> variables, Map<String, String> query) {
    return new ApiRequest(CALLER, "PATCH", "/order/paid", variables, query, List.of(), body);
  }
}
