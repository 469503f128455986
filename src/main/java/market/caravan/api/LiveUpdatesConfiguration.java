package market.caravan.api;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;

/**
 * Opens the WebSocket of the live updates to pages of any origin, as long as a key is what lets in.
 * Without keys, a page has to come from this machine or from us; what is no browser says no origin.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class LiveUpdatesConfiguration implements WebSocketConfigurer {

  private static final String[] THIS_MACHINE = {
    "http://localhost:[*]", "https://localhost:[*]",
    "http://127.0.0.1:[*]", "https://127.0.0.1:[*]",
    "http://[::1]:[*]", "https://[::1]:[*]"
  };
  private static final String[] ANYWHERE = {"*"};

  private final LiveUpdates updates;
  private final ListenerKeys keys;
  private final ApiProperties properties;

  LiveUpdatesConfiguration(LiveUpdates updates, ListenerKeys keys, ApiProperties properties) {
    this.updates = updates;
    this.keys = keys;
    this.properties = properties;
  }

  @Override
  public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
    var handler = new LiveUpdatesHandler(updates, keys, properties);
    var registration = registry.addHandler(handler, LiveUpdatesHandler.PATH + "*");
    if (properties.openWebsocket()) {
      registration.setAllowedOriginPatterns(THIS_MACHINE).addInterceptors(new OwnNameOnly());
    } else {
      registration.setAllowedOriginPatterns(ANYWHERE);
    }
  }
}
