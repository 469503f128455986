package market.caravan.nostr.relay;

import java.net.URI;
import java.time.Instant;
import market.caravan.nostr.Event;
import market.caravan.nostr.Pubkey;

/**
 * A genuine event, and how it reached us.
 *
 * @param account whose it is: the receiver, or the author where that is one of ours
 * @param relay the relay that brought it
 * @param receivedAt by our clock
 * @param caughtUp whether that relay had then been read to its end for the account
 */
public record ReceivedEvent(
    Event event, Pubkey account, URI relay, Instant receivedAt, boolean caughtUp) {}
