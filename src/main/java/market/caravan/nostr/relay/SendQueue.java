package market.caravan.nostr.relay;

import java.net.http.WebSocket;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends one message after the other: a WebSocket allows but one at a time. */
final class SendQueue {

  private final WebSocket webSocket;
  private final Consumer<Throwable> failed;
  private final Queue<Outgoing> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean sending = new AtomicBoolean();
  private volatile boolean ended;

  SendQueue(WebSocket webSocket, Consumer<Throwable> failed) {
    this.webSocket = webSocket;
    this.failed = failed;
  }

  void send(Outgoing message) {
    waiting.add(message);
    advance();
  }

  /** Discards what is still waiting, and whatever is added later. */
  void end() {
    ended = true;
    advance();
  }

  private void advance() {
    while (!waiting.isEmpty() && sending.compareAndSet(false, true)) {
      if (drain()) {
        sending.set(false);
      }
    }
  }

  /** Returns false where a message is still being written, and the drain goes on after it. */
  private boolean drain() {
    for (Outgoing next = waiting.poll(); next != null; next = waiting.poll()) {
      if (ended) {
        next.discarded();
      } else if (next.begin()) {
        CompletableFuture<WebSocket> sent = webSocket.sendText(next.text(), true);
        if (!sent.isDone() || sent.isCompletedExceptionally()) {
          var unused = sent.whenComplete((done, failure) -> written(failure));
          return false;
        }
      }
    }
    return true;
  }

  private void written(@Nullable Throwable failure) {
    sending.set(false);
    if (failure != null) {
      ended = true;
      failed.accept(failure);
    }
    advance();
  }
}
