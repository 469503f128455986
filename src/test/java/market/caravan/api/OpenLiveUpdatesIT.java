package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** WS /api/v1/ws/{merchant.id} in the embedded default, where nostrmarket's page shows no key. */
class OpenLiveUpdatesIT extends MerchantApi {

  @Test
  void everybodyMayListen() {
    LiveClient client = new LiveClient(port(), merchant.id, "");
    client.awaitListening(merchant);
    merchant.received(CUSTOMER, -1, "Hello");
    assertThat(client.frame(0).path("dm").path("message").asText()).isEqualTo("Hello");
    client.socket.abort();
  }

  @Test
  void aMerchantWhoIsNotThereIsNamedAsTheReason() {
    new LiveClient(port(), "nobody", "").awaitClose(1008);
  }
}
