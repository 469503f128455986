package market.caravan.nostr.relay;

import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import market.caravan.nostr.Event;
import market.caravan.nostr.Filter;
import market.caravan.nostr.Pubkey;

/**
 * What one relay has for one account: what has a cursor of its own.
 *
 * @param kind of the events, by which the journal knows the feed too
 * @param own of what the account itself has published: all the kinds, in one subscription, for many
 *     relays count those; empty where it is about what others and the account say to each other
 */
record Feed(Pubkey account, URI relay, int kind, Set<Integer> own) {

  /** The two halves of a conversation; each is a subscription of its own. */
  enum Direction {
    TO_ACCOUNT,
    FROM_ACCOUNT
  }

  Feed {
    own = Set.copyOf(own);
  }

  /** What is said to the account and by it. */
  static Feed of(Pubkey account, URI relay, int kind) {
    return new Feed(account, relay, kind, Set.of());
  }

  /** What the account has published, of these kinds; the journal knows it by the least of them. */
  static Feed ownOf(Pubkey account, URI relay, Set<Integer> kinds) {
    return new Feed(account, relay, Collections.min(kinds), kinds);
  }

  List<Direction> directions() {
    return own.isEmpty() ? List.of(Direction.values()) : List.of(Direction.FROM_ACCOUNT);
  }

  Filter filter(Direction direction) {
    Filter filter =
        own.isEmpty()
            ? Filter.any().kinds(kind)
            : Filter.any().kinds(own.stream().sorted().toArray(Integer[]::new));
    return switch (direction) {
      case TO_ACCOUNT -> filter.tag("p", List.of(account.hex()));
      case FROM_ACCOUNT -> filter.authors(List.of(account));
    };
  }

  /** Whether the relay was asked for such an event: it may send what it likes. */
  boolean contains(Event event) {
    boolean isOwn = event.pubkey().equals(account);
    return own.isEmpty()
        ? event.kind() == kind && (isOwn || event.tagValues("p").anyMatch(account.hex()::equals))
        : own.contains(event.kind()) && isOwn;
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
