package market.caravan.nostr.relay;

import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What of a feed is handed on and not handled yet, and how far its cursor may go therefore. */
final class FeedProgress {

  /**
   * An event that is handed on.
   *
   * @param at the earlier of the author's time and ours
   */
  record Ticket(long number, Instant at, boolean caughtUp) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition handled = lock.newCondition();
  private final TreeMap<Long, Ticket> outstanding = new TreeMap<>();
  private long nextNumber;
  private boolean caughtUp;
  private boolean complete;
  private @Nullable Instant greatest;
  private @Nullable Instant cursor;

  Ticket begin(Instant at) {
    lock.lock();
    try {
      Ticket ticket = new Ticket(nextNumber++, at, caughtUp);
      outstanding.put(ticket.number(), ticket);
      return ticket;
    } finally {
      lock.unlock();
    }
  }

  void end(Ticket ticket, boolean wasHandled) {
    lock.lock();
    try {
      outstanding.remove(ticket.number());
      if (wasHandled && (greatest == null || ticket.at().isAfter(greatest))) {
        greatest = ticket.at();
      }
      handled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all that was begun before this call has ended. */
  void awaitHandled() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long until = nextNumber;
      while (!outstanding.isEmpty() && outstanding.firstKey() < until) {
        handled.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** A catch-up begins: the cursor stays where it is. */
  void behind() {
    lock.lock();
    try {
      settle();
      caughtUp = false;
      complete = false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A catch-up has ended.
   *
   * @param everything whether nothing can be missing, so that the cursor may move
   */
  void caughtUp(boolean everything) {
    lock.lock();
    try {
      caughtUp = true;
      complete = everything;
    } finally {
      lock.unlock();
    }
  }

  boolean isCaughtUp() {
    lock.lock();
    try {
      return caughtUp;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing can be missing. */
  boolean isComplete() {
    lock.lock();
    try {
      return complete;
    } finally {
      lock.unlock();
    }
  }

  /** Up to when everything is handled, as far as catch-ups were complete; empty where none was. */
  Optional<Instant> cursor() {
    lock.lock();
    try {
      settle();
      return Optional.ofNullable(cursor);
    } finally {
      lock.unlock();
    }
  }

  /** The cursor never passes an event that is still being handled. */
  private void settle() {
    if (complete && greatest != null) {
      Instant reached = greatest;
      for (Ticket ticket : outstanding.values()) {
        reached = ticket.at().isBefore(reached) ? ticket.at() : reached;
      }
      cursor = cursor == null || reached.isAfter(cursor) ? reached : cursor;
    }
  }
}
