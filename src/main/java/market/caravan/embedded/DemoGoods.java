package market.caravan.embedded;

import java.util.List;
import market.caravan.nostr.Pubkey;

/**
 * What a first customer needs to know of the demo shop.
 *
 * @param stallId of the stall priced in satoshi
 * @param productIds all of them, the mug first
 * @param zoneIds all of them, those of {@code stallId} first
 */
public record DemoGoods(
    String accountId,
    String merchantId,
    Pubkey merchant,
    String stallId,
    List<String> productIds,
    List<String> zoneIds) {}
