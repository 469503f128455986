package market.caravan.nostr.relay;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has the same key runs one after the other, in the order of {@link #submit}; different keys
 * run side by side on virtual threads. Semaphores bound how much waits, by number and by weight,
 * and how much runs.
 */
final class Lanes<K> {

  /** A piece of work; dropped without a word when the lanes are closed before it is done. */
  @FunctionalInterface
  interface Task {

    /** Returns false to be run again after a pause, before anything else of its lane. */
    boolean run();

    /** How much of what may wait it is, in bytes. */
    default int weight() {
      return 1;
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);
  private static final int ALL = 1 << 30;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<K, Queue<Task>> lanes = new HashMap<>();
  private final Semaphore buffer;
  private final Semaphore weights;
  private final int maxWeight;
  private final Semaphore workers;
  private final int maxWorkers;
  private final Supplier<Backoff> backoffs;
  private final AtomicInteger pending = new AtomicInteger();
  private final CountDownLatch closing = new CountDownLatch(1);

  Lanes(int maxBuffered, int maxWeight, int workers, Supplier<Backoff> backoffs) {
    this.buffer = new Semaphore(maxBuffered, true);
    this.weights = new Semaphore(maxWeight, true);
    this.maxWeight = maxWeight;
    this.workers = new Semaphore(workers, true);
    this.maxWorkers = workers;
    this.backoffs = backoffs;
  }

  /** Blocks while the buffer is full. */
  void submit(K key, Task task) throws InterruptedException {
    makeRoom(task);
    pending.incrementAndGet();
    lock.lock();
    try {
      Queue<Task> lane = lanes.get(key);
      if (lane == null) {
        lane = new ArrayDeque<>();
        lanes.put(key, lane);
        Thread.ofVirtual().name("lane").start(() -> work(key));
      }
      lane.add(task);
    } finally {
      lock.unlock();
    }
  }

  private void makeRoom(Task task) throws InterruptedException {
    buffer.acquire();
    try {
      weights.acquire(weight(task));
    } catch (InterruptedException e) {
      buffer.release();
      throw e;
    }
  }

  /** A task that weighs more than may wait does so alone. */
  private int weight(Task task) {
    return Math.min(task.weight(), maxWeight);
  }

  /** What was submitted and is not done yet. */
  int pending() {
    return pending.get();
  }

  private void work(K key) {
    for (Task task = next(key); task != null; task = next(key)) {
      try {
        finish(task);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException | Error e) {
        LOG.error("A message was not handled", e);
      } finally {
        pending.decrementAndGet();
        weights.release(weight(task));
        buffer.release();
      }
    }
  }

  private @Nullable Task next(K key) {
    lock.lock();
    try {
      Queue<Task> lane = lanes.get(key);
      Task next = lane == null ? null : lane.poll();
      if (next == null) {
        lanes.remove(key);
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void finish(Task task) throws InterruptedException {
    Backoff backoff = backoffs.get();
    while (!runOnce(task)) {
      boolean unused = closing.await(backoff.next().toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** A task that waits to be run again leaves its place to others. */
  private boolean runOnce(Task task) throws InterruptedException {
    workers.acquire();
    try {
      if (closing.getCount() > 0) {
        return task.run();
      }
      return true;
    } finally {
      workers.release();
    }
  }

  /** Drops what does not run yet, and waits for what does; returns whether it ended in time. */
  boolean close(Duration timeout) throws InterruptedException {
    if (closing.getCount() > 0) {
      closing.countDown();
      buffer.release(ALL); // whoever waits for room gets it, and is dropped
      weights.release(ALL);
    }
    boolean quiet = workers.tryAcquire(maxWorkers, timeout.toNanos(), TimeUnit.NANOSECONDS);
    if (quiet) {
      workers.release(maxWorkers);
    }
    return quiet;
  }
}
