package market.caravan.embedded.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import market.caravan.embedded.relay.Outcome.Refused;
import market.caravan.embedded.relay.Outcome.Stored;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * The one writer: commits whatever waits, up to a limit, in one transaction, and answers after the
 * commit. With one transaction at a time the places of events rise in the order of their commits.
 */
final class GroupCommit implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
  private static final Duration TIME_TO_END = Duration.ofSeconds(15);
  private static final Outcome FAILED = new Refused("error: could not be stored, try again");

  private final EventStore store;
  private final LiveEvents live;
  private final int maxBatch;
  private final BlockingQueue<Arrival> waiting;
  private final Thread writer;
  private volatile long newest;
  private volatile boolean closed;

  /** Only of the writer: whether a commit may have happened although it failed here. */
  private boolean inDoubt;

  GroupCommit(EventStore store, LiveEvents live, EmbeddedRelayProperties properties) {
    this.store = store;
    this.live = live;
    this.maxBatch = properties.maxBatch();
    this.waiting = new ArrayBlockingQueue<>(properties.maxWaiting());
    this.newest = store.newest();
    this.writer = Thread.ofPlatform().name("embedded-relay-writer").unstarted(this::run);
  }

  void start() {
    writer.start();
  }

  /** Queues an event; waits while too many do. */
  void submit(Arrival arrival) throws InterruptedException {
    if (closed) {
      arrival.answer().accept(new Refused("error: the relay is stopping"));
    } else {
      waiting.put(arrival);
    }
  }

  /** The place of the last event that has been committed. */
  long newest() {
    return newest;
  }

  /** Commits what waits and stops. */
  @Override
  public void close() {
    closed = true;
    try {
      writer.join(TIME_TO_END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        Arrival first = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          List<Arrival> batch = new ArrayList<>(List.of(first));
          waiting.drainTo(batch, maxBatch - 1);
          commit(batch);
        } else if (closed) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void commit(List<Arrival> batch) {
    try {
      publishWhatWasInDoubt();
      settle(batch, store.store(batch));
    } catch (TransactionException
        | TransientDataAccessException
        | NonTransientDataAccessResourceException e) {
      fail(batch, e);
    } catch (RuntimeException e) {
      if (batch.size() == 1) {
        fail(batch, e);
      } else {
        batch.forEach(arrival -> commit(List.of(arrival)));
      }
    }
  }

  private void settle(List<Arrival> batch, List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Stored stored) {
        newest = Math.max(newest, stored.seq());
      }
    }
    for (int i = 0; i < batch.size(); i++) {
      Arrival arrival = batch.get(i);
      arrival.answer().accept(outcomes.get(i));
      if (outcomes.get(i) instanceof Stored stored) {
        live.publish(stored.seq(), arrival.event(), arrival.json());
      }
    }
  }

  private void fail(List<Arrival> batch, RuntimeException e) {
    LOG.warn("The embedded relay could not store {} events", batch.size(), e);
    inDoubt = true;
    batch.forEach(arrival -> arrival.answer().accept(FAILED));
  }

  /** Where the word of a commit was lost, its events are here, but nobody was told. */
  private void publishWhatWasInDoubt() {
    if (inDoubt) {
      for (EventRow row : store.after(newest)) {
        newest = row.seq();
        live.publish(row.seq(), row.event(), row.json());
      }
      inDoubt = false;
    }
  }
}
