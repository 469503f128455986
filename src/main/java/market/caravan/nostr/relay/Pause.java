package market.caravan.nostr.relay;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waiting for nothing but time; an interrupt ends it. */
final class Pause {

  private Pause() {}

  static void of(Duration time) throws InterruptedException {
    boolean unused = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
  }
}
