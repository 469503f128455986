package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** WS /api/v1/ws/{merchant.id}, where a key is asked for. */
@TestPropertySource(
    properties = {
      "caravan.api.open-websocket=false",
      "caravan.api.listener-key-wait=2s",
      "caravan.api.max-silent-listeners=3",
      "caravan.api.max-listeners=4",
      "caravan.api.listener-buffer=10"
    })
class LiveUpdatesIT extends MerchantApi {

  @Autowired private LiveUpdates updates;

  private LiveClient client(String merchantId, String query) {
    return new LiveClient(port(), merchantId, query);
  }

  @Test
  void everyMessageIsToldInTheShapeOfItsDirectMessage() {
    LiveClient client = client(merchant.id, "?key=" + merchant.invoiceKey);
    client.awaitListening(merchant);
    merchant.received(CUSTOMER, 0, "{\"type\":0}");
    JsonNode frame = client.frame(0);
    assertThat(frame.path("type").asText()).isEqualTo("dm:0");
    assertThat(frame.path("customerPubkey").asText()).isEqualTo(CUSTOMER);
    assertThat(frame.path("dm")).isEqualTo(merchant.read("/message/" + CUSTOMER).path(0));
    merchant.received(CUSTOMER, -1, "Hello");
    assertThat(client.frame(1).path("type").asText()).isEqualTo("dm:-1");
    merchant.said(CUSTOMER, 1, "{\"type\":1}", "DEAD");
    assertThat(client.frame(2).path("type").asText()).isEqualTo("dm:1");
    assertThat(client.frame(2).path("dm").path("incoming").asBoolean(true)).isFalse();
    client.socket.abort();
  }

  @Test
  void shippingIsToldAtOnceAndOnce() {
    merchant.fillCatalogue();
    merchant.order("paid", CUSTOMER, "PAID");
    LiveClient client = client(merchant.id, "?key=" + merchant.adminKey);
    client.awaitListening(merchant);
    merchant.patch("/order/paid", "{\"id\":\"paid\",\"shipped\":true}");
    assertThat(client.frame(0).path("type").asText()).isEqualTo("dm:2");
    merchant.received(CUSTOMER, -1, "Thanks");
    assertThat(client.frame(1).path("type").asText()).isEqualTo("dm:-1");
    client.socket.abort();
  }

  /**
   * Nostrmarket's page shows what POST /message answers, and whatever is told besides; and asks for
   * the order of each answer that it is told of.
   */
  @Test
  void whatTheMerchantWroteHereOrElsewhereIsNotTold() {
    LiveClient client = client(merchant.id, "?key=" + merchant.adminKey);
    client.awaitListening(merchant);
    String written = "{\"message\":\"Hello\",\"public_key\":\"%s\"}".formatted(CUSTOMER);
    assertThat(merchant.call("POST", "/message", merchant.adminKey, written).statusCode())
        .isEqualTo(200);
    merchant.saidElsewhere(CUSTOMER, 1, "{\"id\":\"unknown\",\"type\":1}");
    merchant.said(CUSTOMER, -1, "The file that you bought", "DEAD");
    assertThat(client.frame(0).path("dm").path("message").asText())
        .isEqualTo("The file that you bought");
    client.socket.abort();
  }

  @Test
  void theKeyMayBeTheFirstFrame() {
    LiveClient client = client(merchant.id, "");
    client.socket.sendText(merchant.invoiceKey, true).join();
    client.awaitListening(merchant);
    client.socket.abort();
  }

  @Test
  void nobodyHearsWhatIsAnotherMerchants() {
    OwnMerchant other = another();
    LiveClient client = client(merchant.id, "?key=" + merchant.invoiceKey);
    client.awaitListening(merchant);
    other.received(CUSTOMER, -1, "A secret");
    merchant.received(CUSTOMER, -1, "For everybody here");
    assertThat(client.frame(0).path("dm").path("message").asText()).isEqualTo("For everybody here");
    client.socket.abort();
  }

  @Test
  void withoutTheRightKeyTheConnectionIsClosedWithTheReason() {
    client(merchant.id, "?key=unknown").awaitClose(1008);
    client(merchant.id, "?key=" + another().adminKey).awaitClose(1008);
    client("nobody", "?key=" + merchant.invoiceKey).awaitClose(1008);
    client(merchant.id, "").awaitClose(1008);
    LiveClient wrong = client(merchant.id, "");
    wrong.socket.sendText("unknown", true).join();
    wrong.awaitClose(1008);
  }

  @Test
  void clientsThatSayNothingKeepNobodyOutWhoBringsAKey() {
    List<LiveClient> silent = Stream.generate(() -> client(merchant.id, "")).limit(6).toList();
    LiveClient client = client(merchant.id, "?key=" + merchant.invoiceKey);
    client.awaitListening(merchant);
    silent.forEach(each -> each.awaitClose(1008));
    assertThat(silent).filteredOn(each -> each.reason().startsWith("Too many")).hasSize(3);
    client.socket.abort();
  }

  @Test
  void whoListensIsLetGoOnceAKeyIsRevoked() {
    LiveClient client = client(merchant.id, "?key=" + merchant.invoiceKey);
    client.awaitListening(merchant);
    updates.closeAll(merchant.id);
    client.awaitEnd();
    client(merchant.id, "?key=" + merchant.adminKey).awaitListening(merchant);
  }

  @Test
  void aPlaceIsFreeAgainAsSoonAsItsClientHasGone() {
    for (int i = 0; i < 6; i++) {
      LiveClient client = client(merchant.id, "?key=" + merchant.invoiceKey);
      client.awaitListening(merchant);
      client.socket.abort();
    }
  }

  @Test
  void aClientThatSendsTooMuchIsClosed() {
    LiveClient client = client(merchant.id, "");
    client.socket.sendText("x".repeat(10_000), true).join();
    client.awaitClose(1009);
  }

  @Test
  void aClientThatDoesNotReadIsDroppedAndHoldsUpNobody() {
    LiveClient slow = client(merchant.id, "?key=" + merchant.invoiceKey);
    slow.awaitListening(merchant);
    LiveClient fast = client(merchant.id, "?key=" + merchant.invoiceKey);
    fast.awaitListening(merchant);
    slow.stopReading();
    String text = "x".repeat(500_000);
    for (int i = 0; i < 40; i++) {
      merchant.received(CUSTOMER, -1, text);
      assertThat(fast.frame(i).path("dm").path("message").asText()).hasSize(text.length());
    }
    slow.readAgain();
    slow.awaitEnd();
    merchant.received(CUSTOMER, -1, "Still here");
    assertThat(fast.frame(40).path("dm").path("message").asText()).isEqualTo("Still here");
    fast.socket.abort();
  }
}
