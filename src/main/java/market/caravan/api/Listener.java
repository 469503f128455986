package market.caravan.api;

import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

/**
 * A client that listens to live updates, with a thread of its own that waits for its key and then
 * writes what is queued: a slow client holds up nobody. One whose queue is full is dropped.
 */
final class Listener {

  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  private final WebSocketSession session;
  private final LiveUpdates updates;
  private final ListenerKeys keys;
  private final ApiProperties properties;
  private final BlockingQueue<String> firstFrame = new ArrayBlockingQueue<>(1);
  private final BlockingQueue<WebSocketMessage<?>> frames;

  Listener(
      WebSocketSession session, LiveUpdates updates, ListenerKeys keys, ApiProperties properties) {
    this.session = session;
    this.updates = updates;
    this.keys = keys;
    this.properties = properties;
    this.frames = new ArrayBlockingQueue<>(properties.listenerBuffer());
  }

  /** What the client sent: its key, if one is waited for; it has nothing else to say. */
  void received(String frame) {
    if (!firstFrame.offer(frame)) {
      LOG.trace("A listener says more than its key");
    }
  }

  /** Takes a frame without waiting; false if the client is too slow and is to be dropped. */
  boolean offer(String frame) {
    return frames.offer(new TextMessage(frame));
  }

  /** Closes the connection without waiting for a client that does not read. */
  void drop() {
    Thread.ofVirtual().start(() -> close(CloseStatus.SESSION_NOT_RELIABLE));
  }

  /** Serves the client until it has gone, or the thread is interrupted. */
  void serve() {
    try {
      URI address = Objects.requireNonNull(session.getUri());
      String merchantId = address.getPath().substring(LiveUpdatesHandler.PATH.length());
      String refusal = keys.refusal(merchantId, address, firstFrame);
      if (refusal == null) {
        listen(merchantId);
      } else {
        close(CloseStatus.POLICY_VIOLATION.withReason(refusal));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      LOG.debug("A listener is let go", e);
      close(CloseStatus.SERVICE_OVERLOAD);
    }
  }

  private void listen(String merchantId) throws IOException, InterruptedException {
    updates.add(merchantId, this);
    try {
      while (session.isOpen()) {
        WebSocketMessage<?> next =
            frames.poll(properties.listenerPing().toMillis(), TimeUnit.MILLISECONDS);
        session.sendMessage(next == null ? new PingMessage() : next);
      }
    } finally {
      updates.remove(merchantId, this);
    }
  }

  private void close(CloseStatus status) {
    try {
      session.close(status);
    } catch (IOException e) {
      LOG.debug("A listener had gone before it was closed", e);
    }
  }
}
