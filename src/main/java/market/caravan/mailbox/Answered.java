package market.caravan.mailbox;

import java.net.URI;
import java.util.Map;
import market.caravan.nostr.relay.PublishOutcome;

/** What the relays said of a message that was sent to them. */
public record Answered(Outgoing sent, Map<URI, PublishOutcome> outcomes) {

  Verdict verdict() {
    return Verdict.of(outcomes);
  }
}
