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
 * @param requestsPayment whether it carries a live payment request, which an order that has moved
 *     on must not be sent any more; a refusal is none, although it has the same type
 * @param withdrawsPaymentRequest whether the order has moved on, or has another invoice: a payment
 *     request for it of before that no relay can have yet is not sent
 */
public record Letter(
    Pubkey merchant,
    Pubkey customer,
    int type,
    String text,
    Instant notBefore,
    long orderSeq,
    @Nullable String onceKey,
    boolean requestsPayment,
    boolean withdrawsPaymentRequest) {}
