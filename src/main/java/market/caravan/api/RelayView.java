package market.caravan.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import market.caravan.nostr.relay.RelayStatus;

/**
 * A relay, in the shape of LNbits' extension nostrclient.
 *
 * @param active whether it is to be connected at all
 */
@JsonNaming(SnakeCaseStrategy.class)
record RelayView(String id, String url, boolean active, boolean connected, Counts status) {

  /** How much it has brought and taken since the start. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Counts(long numReceivedEvents, long numSentEvents) {}

  static RelayView of(RelayStatus relay) {
    String url = relay.url().toString();
    return new RelayView(
        url, url, true, relay.connected(), new Counts(relay.received(), relay.published()));
  }
}
