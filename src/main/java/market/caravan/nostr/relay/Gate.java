package market.caravan.nostr.relay;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Where the sockets' threads wait while intake is paused. */
final class Gate {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition opened = lock.newCondition();
  private boolean shut;

  void pass() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (shut) {
        opened.await();
      }
    } finally {
      lock.unlock();
    }
  }

  void shut() {
    lock.lock();
    try {
      shut = true;
    } finally {
      lock.unlock();
    }
  }

  void open() {
    lock.lock();
    try {
      shut = false;
      opened.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
