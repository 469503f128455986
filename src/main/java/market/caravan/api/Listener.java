package market.caravan.api;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;

/**
 * A client that listens to live updates, with a thread of its own that waits for its key and then
 * writes what is queued: a slow client holds up nobody. One whose queue is full is dropped. The
 * thread is never interrupted: in the middle of a query that would cost the pool a connection.
 */
final class Listener {

  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  private final WebSocketSession session;
  private final LiveUpdates updates;
  private final ListenerKeys keys;
  private final ApiProperties properties;
  private final Semaphore places;
  private final BlockingQueue<String> firstFrame = new ArrayBlockingQueue<>(1);
  private final FrameQueue frames;
  private volatile boolean gone;

  /**
   * A client whose key is not known yet.
   *
   * @param places as many as may listen at once
   */
  Listener(
      WebSocketSession session,
      LiveUpdates updates,
      ListenerKeys keys,
      ApiProperties properties,
      Semaphore places) {
    this.session = session;
    this.updates = updates;
    this.keys = keys;
    this.properties = properties;
    this.places = places;
    this.frames = new FrameQueue(properties.listenerBuffer(), properties.listenerBufferLength());
  }

  /** What the client sent: its key, if one is waited for; it has nothing else to say. */
  void received(String frame) {
    if (!firstFrame.offer(frame)) {
      LOG.trace("A listener says more than its key");
    }
  }

  /** Takes a frame without waiting; false if the client is too slow and is to be dropped. */
  boolean offer(String frame) {
    return frames.offer(frame);
  }

  /** Closes the connection without waiting for a client that does not read. */
  void drop() {
    Thread.ofVirtual().start(() -> close(CloseStatus.SESSION_NOT_RELIABLE));
  }

  /** The client is not there any more: whatever the thread waits for, it stops. */
  void leave() {
    gone = true;
    received("");
    frames.wake();
  }

  /** Serves the client until it has gone. */
  void serve() {
    try {
      URI address = Objects.requireNonNull(session.getUri());
      String merchantId = address.getPath().substring(LiveUpdatesHandler.PATH.length());
      String refusal = keys.refusal(merchantId, address, client(), firstFrame);
      if (refusal != null) {
        close(CloseStatus.POLICY_VIOLATION.withReason(refusal));
      } else if (places.tryAcquire()) {
        listen(merchantId);
      } else {
        close(CloseStatus.SERVICE_OVERLOAD.withReason("Too many clients listen"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      LOG.debug("A listener is let go", e);
      close(CloseStatus.SERVICE_OVERLOAD);
    }
  }

  private String client() {
    InetSocketAddress remote = session.getRemoteAddress();
    return remote == null ? "" : remote.getAddress().getHostAddress();
  }

  private void listen(String merchantId) throws IOException, InterruptedException {
    try {
      updates.add(merchantId, this);
      while (session.isOpen() && !gone) {
        send(frames.poll(properties.listenerPing()));
      }
    } finally {
      updates.remove(merchantId, this);
      places.release();
    }
  }

  private void send(@Nullable String frame) throws IOException {
    if (!gone) {
      session.sendMessage(frame == null ? new PingMessage() : new TextMessage(frame));
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
