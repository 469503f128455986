package market.caravan.embedded.relay;

import java.util.Optional;
import market.caravan.nostr.Event;

/** How long a relay keeps an event, which its kind says (NIP-01). */
enum Retention {
  /** Until its author deletes it. */
  REGULAR,
  /** Until its author writes a newer one of the same kind. */
  REPLACEABLE,
  /** Until its author writes a newer one of the same kind and {@code d} tag. */
  ADDRESSABLE,
  /** Not at all. */
  EPHEMERAL;

  static Retention of(int kind) {
    if (kind == 0 || kind == 3 || (kind >= 10_000 && kind < 20_000)) {
      return REPLACEABLE;
    }
    if (kind >= 20_000 && kind < 30_000) {
      return EPHEMERAL;
    }
    return kind >= 30_000 && kind < 40_000 ? ADDRESSABLE : REGULAR;
  }

  /** The address under which only the newest is kept; empty for what has none. */
  static Optional<String> address(Event event) {
    return switch (of(event.kind())) {
      case REGULAR, EPHEMERAL -> Optional.empty();
      case REPLACEABLE -> Optional.of(event.kind() + ":" + event.pubkey() + ":");
      case ADDRESSABLE ->
          Optional.of(event.kind() + ":" + event.pubkey() + ":" + event.tag("d").orElse(""));
    };
  }
}
