package market.caravan.embedded;

import java.util.List;
import market.caravan.nostr.relay.RelayPool;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/** Starts the pool with the embedded relay, whose port is known once the web server listens. */
final class EmbeddedRelayStarter implements ApplicationListener<WebServerInitializedEvent> {

  private final RelayPool pool;
  private final ServerProperties server;

  EmbeddedRelayStarter(RelayPool pool, ServerProperties server) {
    this.pool = pool;
    this.server = server;
  }

  @Override
  public void onApplicationEvent(WebServerInitializedEvent event) {
    boolean isManagement = event.getApplicationContext().getServerNamespace() != null;
    if (!isManagement) {
      pool.start(List.of(OwnAddress.relay(server, event.getWebServer().getPort())));
    }
  }
}
