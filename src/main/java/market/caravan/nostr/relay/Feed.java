package market.caravan.nostr.relay;

import java.net.URI;
import java.util.List;
import market.caravan.nostr.Event;
import market.caravan.nostr.Filter;
import market.caravan.nostr.Pubkey;

/** What one relay has for one account, of one kind: what has a cursor of its own. */
record Feed(Pubkey account, URI relay, int kind) {

  /** The two halves of a conversation; each is a subscription of its own. */
  enum Direction {
    TO_ACCOUNT,
    FROM_ACCOUNT
  }

  Filter filter(Direction direction) {
    Filter filter = Filter.any().kinds(kind);
    return switch (direction) {
      case TO_ACCOUNT -> filter.tag("p", List.of(account.hex()));
      case FROM_ACCOUNT -> filter.authors(List.of(account));
    };
  }

  /** Whether the relay was asked for such an event: it may send what it likes. */
  boolean contains(Event event) {
    return event.kind() == kind
        && (event.pubkey().equals(account) || event.tagValues("p").anyMatch(account.hex()::equals));
  }

  /** The relay, as logs may show it. */
  URI shownRelay() {
    return RelayUrl.shown(relay);
  }

  /** Whom the account talks with in this event: what keeps its order. */
  Lane lane(Event event) {
    return event.pubkey().equals(account)
        ? new Lane(account, event.tag("p").orElse(""))
        : new Lane(account, event.pubkey().hex());
  }

  /** A conversation. */
  record Lane(Pubkey account, String customer) {}
}
