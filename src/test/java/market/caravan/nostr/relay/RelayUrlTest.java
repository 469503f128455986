package market.caravan.nostr.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import market.caravan.PermanentException;
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
}
