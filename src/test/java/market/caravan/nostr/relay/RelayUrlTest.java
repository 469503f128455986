package market.caravan.nostr.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import market.caravan.PermanentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelayUrlTest {

  @ParameterizedTest
  @CsvSource({
    "wss://relay.example.com, wss://relay.example.com",
    "wss://relay.example.com/, wss://relay.example.com",
    "WSS://Relay.Example.com/, wss://relay.example.com",
    "wss://relay.example.com/Inbox/, wss://relay.example.com/Inbox/",
    "ws://127.0.0.1:7777/?a=B#top, ws://127.0.0.1:7777?a=B",
    "ws://[::1]:7777, ws://[::1]:7777",
    "wss://relay.example.com:443/in, wss://relay.example.com/in",
    "WS://relay.example.com:80, ws://relay.example.com",
    "ws://relay.example.com:443, ws://relay.example.com:443",
  })
  void hasOneFormForEachRelay(URI written, URI form) {
    assertThat(RelayUrl.of(written)).isEqualTo(form);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://relay.example.com", "relay.example.com", "ws:/x", "mailto:a@b"})
  void refusesWhatIsNoRelay(URI written) {
    assertThatThrownBy(() -> RelayUrl.of(written))
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining("ws://");
  }

  @Test
  void refusesAPasswordRatherThanLeaveItOut() {
    assertThatThrownBy(() -> RelayUrl.of(URI.create("wss://me:secret@relay.example.com")))
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining("user name")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "wss://relay.example.com/in, wss://relay.example.com/in",
    "wss://relay.example.com/in?token=secret, wss://relay.example.com/in",
    "wss://relay.example.com?token=secret, wss://relay.example.com",
  })
  void showsNoTokens(URI relay, URI shown) {
    assertThat(RelayUrl.shown(relay)).isEqualTo(shown);
  }
}
