package market.caravan.api;

import java.util.concurrent.Semaphore;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/** {@code WS /api/v1/ws/{merchant.id}}: each connection is a {@link Listener} with a thread. */
final class LiveUpdatesHandler extends TextWebSocketHandler {

  /** What the path of every connection begins with; the merchant's id follows. */
  static final String PATH = "/api/v1/ws/";

  private static final int LONGEST_KEY = 256;
  private static final String LISTENER = "listener";

  private final LiveUpdates updates;
  private final ListenerKeys keys;
  private final ApiProperties properties;
  private final Semaphore places;

  LiveUpdatesHandler(LiveUpdates updates, ListenerKeys keys, ApiProperties properties) {
    this.updates = updates;
    this.keys = keys;
    this.properties = properties;
    this.places = new Semaphore(properties.maxListeners());
  }

  @Override
  public void afterConnectionEstablished(WebSocketSession session) {
    session.setTextMessageSizeLimit(LONGEST_KEY);
    var listener = new Listener(session, updates, keys, properties, places);
    session.getAttributes().put(LISTENER, listener);
    Thread.ofVirtual().name("live-updates").start(listener::serve);
  }

  @Override
  protected void handleTextMessage(WebSocketSession session, TextMessage message) {
    if (session.getAttributes().get(LISTENER) instanceof Listener listener) {
      listener.received(message.getPayload());
    }
  }

  @Override
  public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
    if (session.getAttributes().get(LISTENER) instanceof Listener listener) {
      listener.leave();
    }
  }
}
