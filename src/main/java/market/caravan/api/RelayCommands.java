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

  /** Connections that were just made are not dropped again. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final ObjectProvider<RelayPool> relays;
  private final Clock clock;
  private Instant last = Instant.EPOCH;

  RelayCommands(ObjectProvider<RelayPool> relays, Clock clock) {
    this.relays = relays;
    this.clock = clock;
  }

  /** PUT /restart: the connections are dropped and made anew, at most every ten seconds. */
  public Answer restart(ApiRequest request) {
    request.merchant();
    if (isTime()) {
      relays.forEach(RelayPool::reconnect);
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
