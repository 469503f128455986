package market.caravan.camel;

import market.caravan.nostr.relay.RelayPool;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Stops the routes, which end what they have begun, and then the connections to the relays, before
 * the web server goes: the embedded relay is behind it, and a caller is told to try again. Camel of
 * itself would stop after the web server.
 */
@Component
class StopOrder implements SmartLifecycle {

  /** Asked for when we stop: a lifecycle that depends on Camel would start it, too early. */
  private final ObjectProvider<CamelContext> camel;

  private final RelayPool relays;
  private volatile boolean running;

  StopOrder(ObjectProvider<CamelContext> camel, RelayPool relays) {
    this.camel = camel;
    this.relays = relays;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    camel.ifAvailable(CamelContext::stop);
    relays.close();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** The greatest: the last to start and the first to stop. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
