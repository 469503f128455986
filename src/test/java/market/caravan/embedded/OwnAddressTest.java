package market.caravan.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import market.caravan.PermanentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.web.server.Ssl;

class OwnAddressTest {

  private final ServerProperties server = new ServerProperties();

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,127.0.0.1",
    "0.0.0.0,127.0.0.1",
    "192.168.1.20,192.168.1.20",
    "::1,[0:0:0:0:0:0:0:1]",
    "::,127.0.0.1"
  })
  void isTheOneThatTheServerIsBoundTo(String bound, String host) throws UnknownHostException {
    server.setAddress(InetAddress.getByName(bound));

    assertThat(OwnAddress.relay(server, 80)).hasToString("ws://" + host + ":80/relay");
    assertThat(OwnAddress.http(server, 80)).hasToString("http://" + host + ":80");
  }

  @Test
  void isThisMachineWhereNoneIsSet() {
    assertThat(OwnAddress.relay(server, 80)).hasToString("ws://127.0.0.1:80/relay");
  }

  @Test
  void refusesWhatTheRelayIsNotThereWith() {
    server.getServlet().setContextPath("/caravan");
    assertThatThrownBy(() -> OwnAddress.relay(server, 80))
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining("server.servlet.context-path");

    server.setSsl(new Ssl());
    assertThatThrownBy(() -> OwnAddress.relay(server, 80))
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining("server.ssl");
  }
}
