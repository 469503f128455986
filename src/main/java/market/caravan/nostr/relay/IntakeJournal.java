package market.caravan.nostr.relay;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import market.caravan.nostr.EventId;
import market.caravan.nostr.Pubkey;

/**
 * What intake remembers from one run to the next. Any method may throw while the database is away:
 * intake then keeps what it has, and tries again.
 */
public interface IntakeJournal {

  /** Whose messages are read, to them and from them; may change while we run. */
  Set<Pubkey> accounts();

  /**
   * Whether the event is committed for this account, in the inbox or in the outbox, and needs no
   * further look. Asked before any cryptography, and per account, because one event can be one
   * merchant's message to another.
   */
  boolean isKnown(Pubkey account, EventId id);

  /**
   * The greatest min(created_at, received_at) that was handled; empty where the relay has never
   * been read to its end.
   */
  Optional<Instant> cursor(Pubkey account, URI relay, int kind);

  void saveCursor(Pubkey account, URI relay, int kind, Instant cursor);

  /** A catch-up begins: what the relay brings from here on may be older than what it has yet. */
  void connected(Pubkey account, URI relay, int kind);

  /**
   * All that the relay had stored has been handled, or it left us waiting for the end of it longer
   * than the settings allow. Called after the last such message was handled, never before.
   */
  void caughtUp(Pubkey account, URI relay, int kind);
}
