package market.caravan.embedded.relay;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The frames that wait for one client, bounded by their length. */
final class Outgoing {

  private final int maxLength;
  private final Duration timeout;
  private final Runnable overflow;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<String> frames = new ArrayDeque<>();
  private long length;
  private boolean closed;

  /**
   * @param maxLength most characters waiting
   * @param timeout how long {@link #put} waits for room
   * @param overflow called, once, when the client takes too little; must not block
   */
  Outgoing(int maxLength, Duration timeout, Runnable overflow) {
    this.maxLength = maxLength;
    this.timeout = timeout;
    this.overflow = overflow;
  }

  /** Adds a frame without waiting; where there is no room, that is the end of the connection. */
  void offer(String frame) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      if (hasRoom(frame, maxLength)) {
        add(frame);
        return;
      }
      closeLocked();
    } finally {
      lock.unlock();
    }
    overflow.run();
  }

  /**
   * Adds a frame, after waiting until the client has taken others: for a half of the room only, so
   * that the other half stays for what can't wait.
   *
   * @return false if the connection is at its end
   */
  boolean put(String frame) {
    lock.lock();
    try {
      long nanos = timeout.toNanos();
      while (!closed && nanos > 0 && !hasRoom(frame, maxLength / 2)) {
        nanos = changed.awaitNanos(nanos);
      }
      if (!closed && nanos > 0) {
        add(frame);
        return true;
      }
      if (closed) {
        return false;
      }
      closeLocked();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
    overflow.run();
    return false;
  }

  /** The next frame; empty if none came in that time, or none will come any more. */
  Optional<String> poll(Duration wait) throws InterruptedException {
    lock.lock();
    try {
      long nanos = wait.toNanos();
      while (!closed && frames.isEmpty() && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      Optional<String> frame = Optional.ofNullable(frames.poll());
      frame.ifPresent(taken -> length -= taken.length());
      changed.signalAll();
      return frame;
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  int maxLength() {
    return maxLength;
  }

  /** Ends the connection because the client takes too little. */
  void giveUp() {
    close();
    overflow.run();
  }

  /** Forgets what waits, and takes nothing any more. */
  void close() {
    lock.lock();
    try {
      closeLocked();
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRoom(String frame, int room) {
    return frames.isEmpty() || length + frame.length() <= room;
  }

  private void add(String frame) {
    frames.add(frame);
    length += frame.length();
    changed.signalAll();
  }

  private void closeLocked() {
    closed = true;
    frames.clear();
    length = 0;
    changed.signalAll();
  }
}
