package market.caravan.catalog;

import java.time.Instant;
import java.util.List;
import market.caravan.money.Currency;
import market.caravan.nostr.Event;
import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;

/** What an event of a merchant's own tells of their catalogue (NIP-01, NIP-09, NIP-15). */
public sealed interface Published {

  Event event();

  /** Whose it is. */
  default Pubkey merchant() {
    return event().pubkey();
  }

  default Instant at() {
    return event().createdAt();
  }

  /** A profile, kind 0; what it does not say is said no longer. */
  record Profile(Event event, MerchantProfile profile) implements Published {}

  /** A stall, kind 30017. */
  record Shown(Event event, String id, StallEdit stall) implements Published {}

  /**
   * A product, kind 30018.
   *
   * @param currency of the price; null where it says none, and it is the stall's
   * @param sellable pieces that can still be sold; null is unlimited
   */
  record Offered(
      Event event,
      String id,
      ProductEdit product,
      @Nullable Currency currency,
      @Nullable Long sellable)
      implements Published {}

  /**
   * A deletion, kind 5.
   *
   * @param addresses of stalls and products of this merchant's
   */
  record Deleted(Event event, List<String> eventIds, List<Address> addresses)
      implements Published {}

  /** Names a stall or product by its kind and id. */
  record Address(int kind, String id) {}
}
