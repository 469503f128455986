package market.caravan.mailbox;

import java.net.URI;
import java.util.Set;
import market.caravan.nostr.Event;

/**
 * A signed event on its way to the relays.
 *
 * @param seq of its row in the outbox
 * @param settledRelays relays that have it, or refused it for good: not to be asked again
 */
public record Outgoing(long seq, Event event, Set<URI> settledRelays) {}
