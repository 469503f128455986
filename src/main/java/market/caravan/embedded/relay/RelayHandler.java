package market.caravan.embedded.relay;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/** Opens and closes the relay's sockets, and hands each what its client says. */
final class RelayHandler extends TextWebSocketHandler {

  private final RelayParts relay;
  private final Map<String, ClientSocket> sockets = new ConcurrentHashMap<>();

  RelayHandler(RelayParts relay) {
    this.relay = relay;
  }

  /** How many clients are connected. */
  int connections() {
    return sockets.size();
  }

  /** Messages come in parts, so that their length is bounded here, without a buffer for each. */
  @Override
  public boolean supportsPartialMessages() {
    return true;
  }

  @Override
  public void afterConnectionEstablished(WebSocketSession session) throws IOException {
    if (sockets.size() >= relay.limits().maxConnections()) {
      session.close(CloseStatus.SERVICE_OVERLOAD.withReason("Too many clients are connected"));
      return;
    }
    ClientSocket socket = new ClientSocket(session, relay);
    sockets.put(session.getId(), socket);
    socket.start();
  }

  @Override
  protected void handleTextMessage(WebSocketSession session, TextMessage part)
      throws InterruptedException {
    ClientSocket socket = sockets.get(session.getId());
    if (socket != null) {
      socket.receive(part.getPayload(), part.isLast());
    }
  }

  @Override
  public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
    ClientSocket socket = sockets.remove(session.getId());
    if (socket != null) {
      socket.close();
    }
  }
}
