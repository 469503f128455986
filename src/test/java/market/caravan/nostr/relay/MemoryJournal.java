package market.caravan.nostr.relay;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import market.caravan.TransientException;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventId;
import market.caravan.nostr.Pubkey;

/** A journal and an inbox in memory; it can be away, as a database can. */
public final class MemoryJournal implements IntakeJournal, IntakeHandler {

  public final Set<Pubkey> accounts = ConcurrentHashMap.newKeySet();
  public final List<ReceivedEvent> inbox = new CopyOnWriteArrayList<>();
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  public final Map<URI, Instant> cursors = new ConcurrentHashMap<>();
  public final List<String> story = new CopyOnWriteArrayList<>();
  public final AtomicBoolean away = new AtomicBoolean();
  public volatile Runnable beforeCursor = () -> {};

  public List<String> contents() {
    return inbox.stream().map(ReceivedEvent::event).map(Event::content).toList();
  }

  private void answer() {
    if (away.get()) {
      throw new TransientException("database-away", "The database is away");
    }
  }

  @Override
  public Set<Pubkey> accounts() {
    answer();
    return Set.copyOf(accounts);
  }

  @Override
  public boolean isKnown(Pubkey account, EventId id) {
    answer();
    return known.contains(account + ":" + id);
  }

  @Override
  public Optional<Instant> cursor(Pubkey account, URI relay, int kind) {
    beforeCursor.run();
    answer();
    return Optional.ofNullable(cursors.get(relay));
  }

  @Override
  public void saveCursor(Pubkey account, URI relay, int kind, Instant cursor) {
    beforeCursor.run();
    answer();
    cursors.put(relay, cursor);
  }

  @Override
  public void connected(Pubkey account, URI relay, int kind) {
    answer();
    story.add("connected");
  }

  @Override
  public void caughtUp(Pubkey account, URI relay, int kind) {
    answer();
    story.add("caught up with " + inbox.size());
  }

  @Override
  public void handle(ReceivedEvent received) {
    answer();
    inbox.add(received);
    known.add(received.account() + ":" + received.event().id());
  }
}
