package market.caravan.operation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import market.caravan.nostr.relay.RelayPool;
import market.caravan.nostr.relay.RelayStatus;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Down when no relay is connected; a warning when one is not, or has not been read to its end. */
@Component
class RelaysHealthIndicator implements HealthIndicator {

  private final ObjectProvider<RelayPool> pool;

  RelaysHealthIndicator(ObjectProvider<RelayPool> pool) {
    this.pool = pool;
  }

  @Override
  public Health health() {
    List<RelayStatus> relays = pool.stream().flatMap(each -> each.status().stream()).toList();
    Health.Builder health =
        relays.stream().noneMatch(RelayStatus::connected)
            ? Health.down()
            : Warning.unless(relays.stream().allMatch(RelaysHealthIndicator::isWell));
    relays.forEach(relay -> health.withDetail(relay.url().toString(), details(relay)));
    return health.build();
  }

  private static boolean isWell(RelayStatus relay) {
    return relay.connected() && relay.caughtUp();
  }

  private static Map<String, Object> details(RelayStatus relay) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("connected", relay.connected());
    relay.connectedSince().ifPresent(since -> details.put("connectedSince", since.toString()));
    details.put("caughtUp", relay.caughtUp());
    relay.lag().ifPresent(lag -> details.put("lag", lag.toString()));
    relay.lastError().ifPresent(error -> details.put("lastError", error));
    return details;
  }
}
