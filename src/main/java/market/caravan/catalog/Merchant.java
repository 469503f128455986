package market.caravan.catalog;

import java.time.Instant;
import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;

/**
 * Who sells. The private key is not part of it: {@link MerchantKeys} has it.
 *
 * @param active whether orders are taken; those of an inactive merchant wait
 * @param firstCaughtUpAt when all relays had been read for the first time; null before
 */
public record Merchant(
    String id,
    String accountId,
    Pubkey pubkey,
    boolean active,
    MerchantProfile profile,
    @Nullable Instant firstCaughtUpAt,
    Instant createdAt) {}
