package market.caravan.nostr.relay;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one connection to a relay: opens it, watches that it lives, and opens it again for ever.
 */
final class RelayConnection implements AutoCloseable {

  /** Is told about the connection; one call at a time, in this order. */
  interface Listener {

    void opened(Socket socket);

    /** May block: nothing more is read from the socket meanwhile. */
    void received(String message);

    /** A message that was too long, and was skipped. */
    void oversized();

    /** The socket has ended, or could not be opened. */
    void ended(String reason);
  }

  private static final Logger LOG = LoggerFactory.getLogger(RelayConnection.class);

  private final URI url;
  private final HttpClient http;
  private final RelaySettings settings;
  private final Clock clock;
  private final Listener listener;
  private final Backoff backoff;
  private final Semaphore wake = new Semaphore(0);
  private volatile boolean closed;
  private volatile boolean connecting = true;
  private volatile @Nullable Socket socket;
  private volatile @Nullable Instant connectedSince;
  private volatile @Nullable String lastError;

  RelayConnection(
      URI url, HttpClient http, RelaySettings settings, Clock clock, Listener listener) {
    this.url = url;
    this.http = http;
    this.settings = settings;
    this.clock = clock;
    this.listener = listener;
    this.backoff = new Backoff(settings.backoffMin(), settings.backoffMax());
  }

  void start() {
    Thread.ofVirtual().name("relay " + RelayUrl.shown(url)).start(this::run);
  }

  /** The socket while it is open; null while it is not. */
  @Nullable Socket socket() {
    return socket;
  }

  /** Whether an attempt to connect is under way, whose end the listener will be told. */
  boolean isConnecting() {
    return connecting;
  }

  /** Null while it is not connected. */
  @Nullable Instant connectedSince() {
    return connectedSince;
  }

  /** Why it is not connected; null once it is. */
  @Nullable String lastError() {
    return lastError;
  }

  /** Connects now, where it waits to; a connection that works is left alone. */
  void reconnectFailing() {
    if (socket == null && !connecting) {
      backoff.reset();
      wake.release();
    }
  }

  @Override
  public void close() {
    closed = true;
    Socket open = socket;
    if (open != null) {
      open.close();
    }
    wake.release();
  }

  private void run() {
    try {
      while (!closed) {
        connecting = true;
        attempt();
        if (!closed) {
          boolean unused = wake.tryAcquire(backoff.next().toNanos(), TimeUnit.NANOSECONDS);
        }
        wake.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void attempt() throws InterruptedException {
    String reason;
    try {
      reason = follow(open());
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      reason = Reasons.of(e);
    }
    socket = null;
    connectedSince = null;
    boolean isNews = !closed && !reason.equals(lastError);
    lastError = reason;
    connecting = false;
    if (isNews) {
      LOG.info("Relay {}: {}", RelayUrl.shown(url), reason);
    } else {
      LOG.debug("Relay {}: still {}", RelayUrl.shown(url), reason);
    }
    listener.ended(reason);
  }

  private Socket open() throws InterruptedException, ExecutionException, TimeoutException {
    Socket opening =
        new Socket(settings.maxMessageChars(), listener::received, listener::oversized);
    CompletableFuture<?> opened =
        http.newWebSocketBuilder()
            .connectTimeout(settings.connectTimeout())
            .buildAsync(url, opening);
    try {
      opened.get(settings.connectTimeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      opening.end("no answer in time");
      throw e;
    }
    return opening;
  }

  private String follow(Socket opened) throws InterruptedException, ExecutionException {
    long openedAt = System.nanoTime();
    lastError = null;
    connectedSince = clock.instant();
    socket = opened;
    LOG.debug("Relay {}: connected", RelayUrl.shown(url));
    listener.opened(opened);
    connecting = false;
    opened.begin();
    if (closed) {
      opened.close();
    }
    String reason = watch(opened);
    if (System.nanoTime() - openedAt >= settings.pingInterval().toNanos()) {
      backoff.reset(); // a relay that closes at once is not asked more often for having opened
    }
    return reason;
  }

  /** Pings until the socket ends; returns why it did. */
  private String watch(Socket open) throws InterruptedException, ExecutionException {
    while (!endsWithin(open, settings.pingInterval())) {
      long pingedAt = System.nanoTime();
      open.ping();
      if (!endsWithin(open, settings.pongTimeout()) && !open.heardSince(pingedAt)) {
        open.end("no pong within " + settings.pongTimeout().toSeconds() + " s");
      }
    }
    return open.ended().get();
  }

  private static boolean endsWithin(Socket open, Duration timeout)
      throws InterruptedException, ExecutionException {
    try {
      open.ended().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }
}
