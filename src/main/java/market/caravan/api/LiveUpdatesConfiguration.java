package market.caravan.api;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;

/** Opens the WebSocket of the live updates to pages of any origin: the key is what lets in. */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class LiveUpdatesConfiguration implements WebSocketConfigurer {

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
    registry.addHandler(handler, LiveUpdatesHandler.PATH + "*").setAllowedOrigins("*");
  }
}
