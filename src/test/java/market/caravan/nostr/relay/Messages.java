package market.caravan.nostr.relay;

import java.time.Instant;
import java.util.List;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.Pubkey;

/** Genuine events for the tests; their content is never encrypted, since nobody here reads it. */
public final class Messages {

  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private Messages() {}

  public static Event message(KeyPair from, Pubkey to, Instant at, String text) {
    return from.sign(new EventTemplate(4, at, List.of(List.of("p", to.hex())), text));
  }

  /** The same event, its content changed after it was signed. */
  public static Event forged(Event event) {
    return new Event(
        event.id(),
        event.pubkey(),
        event.createdAt(),
        event.kind(),
        event.tags(),
        event.content() + " forged",
        event.signature());
  }
}
