package market.caravan.embedded.relay;

import jakarta.websocket.Session;
import java.io.IOException;
import java.util.Optional;
import market.caravan.nostr.EventId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;

/**
 * A client's socket. It is read on the server's thread and written on one of its own, so a client
 * that takes nothing holds up nobody else.
 */
final class ClientSocket {

  private static final Logger LOG = LoggerFactory.getLogger(ClientSocket.class);
  private static final CloseStatus TOO_SLOW =
      CloseStatus.POLICY_VIOLATION.withReason("The client takes its messages too slowly");

  private final WebSocketSession session;
  private final EmbeddedRelayProperties limits;
  private final Incoming incoming;
  private final Outgoing outgoing;
  private final RelayConnection connection;

  ClientSocket(WebSocketSession session, RelayParts relay) {
    this.session = session;
    this.limits = relay.limits();
    this.incoming = new Incoming(limits.maxMessageLength());
    this.outgoing = new Outgoing(limits.sendBufferLength(), limits.sendTimeout(), this::giveUp);
    this.connection = new RelayConnection(relay, outgoing);
  }

  void start() {
    if (session instanceof NativeWebSocketSession natively) {
      Session tomcats = natively.getNativeSession(Session.class);
      if (tomcats != null) {
        tomcats
            .getUserProperties()
            .put(
                "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT",
                limits.sendTimeout().toMillis());
      }
    }
    Thread.ofVirtual().name("embedded-relay-socket").start(this::write);
  }

  /** Takes a part of a message, and answers the message when it was the last. */
  void receive(String part, boolean last) throws InterruptedException {
    incoming.add(part);
    if (last) {
      Optional<EventId> claimed = incoming.claimedId();
      Optional<String> message = incoming.take();
      if (message.isPresent()) {
        connection.handle(message.get());
      } else {
        connection.refuseTooLong(claimed);
      }
    }
  }

  void close() {
    connection.close();
  }

  private void write() {
    try {
      while (!outgoing.isClosed()) {
        Optional<String> frame = outgoing.poll(limits.pingInterval());
        if (frame.isPresent()) {
          session.sendMessage(new TextMessage(frame.get()));
        } else if (!outgoing.isClosed()) {
          session.sendMessage(new PingMessage());
        }
      }
    } catch (IOException | IllegalStateException e) {
      LOG.debug("A client of the embedded relay has gone", e);
      close();
      close(CloseStatus.SERVER_ERROR);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A close frame waits behind the one that the client doesn't take, so not on this thread. */
  private void giveUp() {
    Thread.startVirtualThread(() -> close(TOO_SLOW));
  }

  private void close(CloseStatus status) {
    try {
      session.close(status);
    } catch (IOException e) {
      LOG.debug("A client of the embedded relay has gone already", e);
    }
  }
}
