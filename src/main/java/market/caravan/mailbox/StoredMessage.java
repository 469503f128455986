package market.caravan.mailbox;

import java.time.Instant;
import market.caravan.nostr.EventId;
import market.caravan.nostr.Pubkey;

/**
 * A message about an order, as it is stored.
 *
 * @param createdAt the time that its author gave it
 * @param incoming whether the customer wrote it; otherwise the merchant did
 * @param type of NIP-15; a customer's plain text (-1) that names an order withdraws it
 * @param orderId the order that it is about
 */
public record StoredMessage(
    EventId eventId,
    Instant createdAt,
    Pubkey customer,
    boolean incoming,
    int type,
    String orderId,
    String text) {}
