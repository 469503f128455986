package market.caravan.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import market.caravan.nostr.relay.RelayPool;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What a merchant may do about the relays, which all merchants share. */
@Component("relayCommands")
class RelayCommands {

  /** Relays that are away are not asked more often. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final ObjectProvider<RelayPool> relays;
  private final Clock clock;
  private Instant last = Instant.EPOCH;

  RelayCommands(ObjectProvider<RelayPool> relays, Clock clock) {
    this.relays = relays;
    this.clock = clock;
  }

  /**
   * PUT /restart: what is not connected is tried anew at once, at most every ten seconds; what is
   * connected serves the other merchants, too, and is left alone.
   */
  public Answer restart(ApiRequest request) {
    request.merchant();
    if (isTime()) {
      relays.forEach(RelayPool::reconnectFailing);
    }
    return Answer.of(200, null);
  }

  private synchronized boolean isTime() {
    Instant now = clock.instant();
    boolean isTime = !now.isBefore(last.plus(PAUSE));
    if (isTime) {
      last = now;
    }
    return isTime;
  }
}
