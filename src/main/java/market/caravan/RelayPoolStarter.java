package market.caravan;

import java.net.URI;
import java.util.List;
import market.caravan.nostr.relay.RelayPool;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/** Starts the pool with the embedded relay, whose port is known once the web server listens. */
final class RelayPoolStarter implements ApplicationListener<WebServerInitializedEvent> {

  private final RelayPool pool;

  RelayPoolStarter(RelayPool pool) {
    this.pool = pool;
  }

  @Override
  public void onApplicationEvent(WebServerInitializedEvent event) {
    boolean isManagement = event.getApplicationContext().getServerNamespace() != null;
    if (!isManagement) {
      int port = event.getWebServer().getPort();
      pool.start(List.of(URI.create("ws://127.0.0.1:" + port + "/relay")));
    }
  }
}
