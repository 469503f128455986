package market.caravan.nostr.relay;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import market.caravan.nostr.Remark;
import org.jspecify.annotations.Nullable;

/**
 * One open WebSocket. The next frame is asked for only when the message before it was handed on, so
 * that whoever is slow to take messages slows the relay down, and nothing piles up here.
 */
final class Socket implements WebSocket.Listener {

  private static final Duration CLOSING = Duration.ofSeconds(1);

  private final int maxMessageChars;
  private final Consumer<String> received;
  private final Runnable oversized;
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();
  private boolean skipping;
  private volatile @Nullable WebSocket webSocket;
  private volatile @Nullable SendQueue sends;
  private volatile boolean handingOn;
  private volatile long heardAt = System.nanoTime();

  Socket(int maxMessageChars, Consumer<String> received, Runnable oversized) {
    this.maxMessageChars = maxMessageChars;
    this.received = received;
    this.oversized = oversized;
  }

  @Override
  public void onOpen(WebSocket opened) {
    sends = new SendQueue(opened, failure -> end(Reasons.of(failure)));
    webSocket = opened;
    if (ended.isDone()) {
      opened.abort();
    }
  }

  /** Begins to receive; nothing arrives before. */
  void begin() {
    WebSocket open = webSocket;
    if (open != null) {
      open.request(1);
    }
  }

  void send(Outgoing message) {
    SendQueue queue = sends;
    if (queue == null || ended.isDone()) {
      message.discarded();
    } else {
      queue.send(message);
    }
  }

  void ping() {
    WebSocket open = webSocket;
    if (open != null) {
      var unused =
          open.sendPing(ByteBuffer.allocate(0))
              .exceptionally(
                  failure -> {
                    end(Reasons.of(failure));
                    return open;
                  });
    }
  }

  /** Whether anything was heard after this {@link System#nanoTime}, or we were not listening. */
  boolean heardSince(long nanoTime) {
    return handingOn || heardAt - nanoTime >= 0;
  }

  /** Whether a message is being handed on, so that none is listened for. */
  boolean isHandingOn() {
    return handingOn;
  }

  /** Completes with the reason when the socket has ended, whoever ended it. */
  CompletableFuture<String> ended() {
    return ended;
  }

  /** Ends the socket without a word to the relay. */
  void end(String reason) {
    ended.complete(reason);
    WebSocket open = webSocket;
    if (open != null) {
      open.abort();
    }
    SendQueue queue = sends;
    if (queue != null) {
      queue.end();
    }
  }

  /** Says goodbye, then ends the socket. */
  void close() {
    WebSocket open = webSocket;
    if (open == null || ended.isDone()) {
      end("closed");
      return;
    }
    var unused =
        open.sendClose(WebSocket.NORMAL_CLOSURE, "")
            .orTimeout(CLOSING.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((done, failure) -> end("closed"));
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    handingOn = true;
    try {
      append(part);
      if (last) {
        handOn();
      }
    } finally {
      heard(from);
    }
    return null;
  }

  private void append(CharSequence part) {
    if (!skipping && partial.length() + part.length() > maxMessageChars) {
      skipping = true;
      partial.setLength(0);
      partial.trimToSize();
    }
    if (!skipping) {
      partial.append(part);
    }
  }

  private void handOn() {
    if (skipping) {
      skipping = false;
      oversized.run();
    } else {
      String message = partial.toString();
      partial.setLength(0);
      received.accept(message);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
    heard(from);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
    heard(from);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
    heard(from);
    return null;
  }

  private void heard(WebSocket from) {
    heardAt = System.nanoTime();
    handingOn = false;
    from.request(1);
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    end("the relay closed the connection (%d %s)".formatted(status, Remark.clean(reason)).strip());
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    end(Reasons.of(error));
  }
}
