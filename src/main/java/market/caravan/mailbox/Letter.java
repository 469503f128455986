package market.caravan.mailbox;

import java.time.Instant;
import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;

/**
 * Something a merchant has to say to a customer.
 *
 * @param type of NIP-15; -1 is plain text
 * @param notBefore the event's time is later than this: an answer is younger than its question
 * @param orderSeq the order that it is about
 * @param onceKey names what must be said only once per merchant; null for all that may be repeated
 * @param withdrawsPaymentRequest whether a payment request for the order that has not gone out yet
 *     must not go out any more
 */
public record Letter(
    Pubkey merchant,
    Pubkey customer,
    int type,
    String text,
    Instant notBefore,
    long orderSeq,
    @Nullable String onceKey,
    boolean withdrawsPaymentRequest) {}
