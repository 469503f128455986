package market.caravan.catalog;

import java.time.Instant;
import market.caravan.nostr.Pubkey;

/**
 * Who sells. The private key is not part of it: {@link MerchantKeys} has it.
 *
 * @param active whether orders are taken; those of an inactive merchant wait
 */
public record Merchant(
    String id,
    String accountId,
    Pubkey pubkey,
    boolean active,
    MerchantProfile profile,
    Instant createdAt) {}
