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
final class MemoryJournal implements IntakeJournal, IntakeHandler {

  final Set<Pubkey> accounts = ConcurrentHashMap.newKeySet();
  final List<ReceivedEvent> inbox = new CopyOnWriteArrayList<>();
  final Map<URI, Instant> cursors = new ConcurrentHashMap<>();
  final List<String> story = new CopyOnWriteArrayList<>();
  final AtomicBoolean away = new AtomicBoolean();

  List<String> contents() {
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
    return inbox.stream()
        .anyMatch(known -> known.account().equals(account) && known.event().id().equals(id));
  }

  @Override
  public Optional<Instant> cursor(Pubkey account, URI relay, int kind) {
    answer();
    return Optional.ofNullable(cursors.get(relay));
  }

  @Override
  public void saveCursor(Pubkey account, URI relay, int kind, Instant cursor) {
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
  }
}
