package market.caravan.mailbox;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import market.caravan.nostr.Event;

/**
 * A signed event on its way to the relays.
 *
 * @param seq of its row in the outbox
 * @param relays to be asked: those of ours that neither have it nor refused it for good
 * @param maybeSent whether an attempt before this one may have left it at a relay; what this
 *     attempt comes to can't undo that
 * @param leasedUntil which claim this is: after it, the row may be another's
 */
public record Outgoing(
    long seq, Event event, List<URI> relays, boolean maybeSent, Instant leasedUntil) {}
