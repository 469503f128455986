package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WS /api/v1/ws/{merchant.id} in the embedded default, where nostrmarket's page shows no key. */
class OpenLiveUpdatesIT extends MerchantApi {

  private LiveClient page(String merchantId, String origin) {
    return new LiveClient(port(), merchantId, "", origin);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:5000", "http://127.0.0.1", "http://[::1]:3000"})
  void everyPageOfThisMachineMayListen(String origin) {
    LiveClient client = page(merchant.id, origin);
    client.awaitListening(merchant);
    merchant.received(CUSTOMER, -1, "Hello");
    assertThat(client.frame(0).path("dm").path("message").asText()).isEqualTo("Hello");
    client.socket.abort();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "http://127.0.0.1.evil.example", "null"})
  void noPageOfAnotherSiteMayListen(String origin) {
    assertThatThrownBy(() -> page(merchant.id, origin))
        .hasCauseInstanceOf(WebSocketHandshakeException.class);
  }

  /** A name of theirs that was made to point to this machine is its page's origin and our host. */
  @Test
  void noPageMayListenByANameThatIsNotOurs() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.getOutputStream().write(evilHandshake().getBytes(StandardCharsets.US_ASCII));
      var answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      assertThat(answer.readLine()).startsWith("HTTP/1.1 403");
    }
  }

  private String evilHandshake() {
    return """
        GET /api/v1/ws/%s HTTP/1.1
        Host: evil.example:%d
        Origin: http://evil.example:%d
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

        """
        .formatted(merchant.id, port(), port())
        .replace("\n", "\r\n");
  }

  @Test
  void aMerchantWhoIsNotThereIsNamedAsTheReason() {
    page("nobody", "http://localhost").awaitClose(1008);
  }
}
