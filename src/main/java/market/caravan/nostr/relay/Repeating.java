package market.caravan.nostr.relay;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something again and again, on a virtual thread of its own, and at once when asked to. */
final class Repeating implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Repeating.class);

  private final String what;
  private final Runnable task;
  private final Duration interval;
  private final Semaphore wake = new Semaphore(0);
  private volatile boolean closed;
  private boolean failing;

  Repeating(String what, Runnable task, Duration interval) {
    this.what = what;
    this.task = task;
    this.interval = interval;
  }

  void start() {
    Thread.ofVirtual().name(what).start(this::run);
  }

  void now() {
    wake.release();
  }

  private void run() {
    try {
      while (!closed) {
        wake.drainPermits();
        runOnce();
        boolean unused = wake.tryAcquire(interval.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void runOnce() {
    try {
      task.run();
      failing = false;
    } catch (RuntimeException e) {
      tell(e);
    }
  }

  /** Once for as long as it goes on. */
  private void tell(RuntimeException e) {
    LOG.debug("{} failed", what, e);
    if (!failing) {
      LOG.warn(
          "{} failed, and is tried again every {} s: {}", what, interval.toSeconds(), e.toString());
    }
    failing = true;
  }

  @Override
  public void close() {
    closed = true;
    wake.release();
  }
}
