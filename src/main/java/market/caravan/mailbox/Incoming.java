package market.caravan.mailbox;

import java.time.Instant;
import market.caravan.nostr.Event;
import market.caravan.nostr.Pubkey;

/**
 * A decrypted message as a relay brought it.
 *
 * @param fromCustomer false for what the merchant wrote with another client of theirs
 * @param text in storable form
 * @param relay the address of the relay that brought it
 * @param caughtUp whether all that this relay had stored was known by then; an order from before
 *     that waits, so that older ones come first
 */
public record Incoming(
    Pubkey merchant,
    Pubkey customer,
    boolean fromCustomer,
    String text,
    Event event,
    String relay,
    Instant receivedAt,
    boolean caughtUp) {}
