package market.caravan.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tells whoever listens of every direct message, as soon as it is filed or decided. It is a
 * courtesy, not a record: frames are told once and are not kept, so a client that was away, or was
 * dropped for being slow, reloads by REST when it is back.
 */
@Component("liveUpdates")
public class LiveUpdates {

  private final NewMessages messages;
  private final ObjectMapper json;
  private final Clock clock;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Set<Listener>> listeners = new HashMap<>();
  private @Nullable MessageFollower follower;

  LiveUpdates(NewMessages messages, ObjectMapper json, Clock clock) {
    this.messages = messages;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Tells what is new. Whoever has committed a message may call it; without listeners it is free.
   */
  public void announce() {
    lock.lock();
    try {
      if (follower != null) {
        follower.read(listeners.keySet()).forEach(this::tell);
      }
    } finally {
      lock.unlock();
    }
  }

  /** From now on this listener is told of the merchant's messages; earlier ones it is not. */
  void add(String merchantId, Listener listener) {
    lock.lock();
    try {
      Set<String> merchants = new HashSet<>(listeners.keySet());
      merchants.add(merchantId);
      if (follower == null) {
        follower = new MessageFollower(messages, clock);
      }
      follower.read(merchants).forEach(this::tell);
      listeners.computeIfAbsent(merchantId, absent -> new HashSet<>()).add(listener);
    } finally {
      lock.unlock();
    }
  }

  void remove(String merchantId, Listener listener) {
    lock.lock();
    try {
      listeners.computeIfPresent(
          merchantId,
          (id, others) -> {
            others.remove(listener);
            return others.isEmpty() ? null : others;
          });
      if (listeners.isEmpty()) {
        follower = null;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Closes all of a merchant's connections, after a key of theirs was revoked: whose key still
   * counts connects again.
   */
  public void closeAll(String merchantId) {
    lock.lock();
    try {
      Set.copyOf(listeners.getOrDefault(merchantId, Set.of())).forEach(Listener::drop);
    } finally {
      lock.unlock();
    }
  }

  private void tell(NewMessages.Row row) {
    offer(row.merchantId(), () -> LiveFrame.of(row.message()));
  }

  /** Tells a merchant's listeners something else; what it is is asked for only where there are. */
  void tell(String merchantId, Supplier<Object> what) {
    lock.lock();
    try {
      offer(merchantId, what);
    } finally {
      lock.unlock();
    }
  }

  private void offer(String merchantId, Supplier<Object> what) {
    Set<Listener> told = listeners.getOrDefault(merchantId, Set.of());
    if (told.isEmpty()) {
      return;
    }
    String frame = write(what.get());
    List<Listener> slow = told.stream().filter(listener -> !listener.offer(frame)).toList();
    slow.forEach(told::remove);
    slow.forEach(Listener::drop);
  }

  private String write(Object frame) {
    try {
      return json.writeValueAsString(frame);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A frame of ours can't be written as JSON", e);
    }
  }
}
