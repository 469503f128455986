package market.caravan.catalog;

import market.caravan.nostr.KeyPair;
import org.jspecify.annotations.Nullable;

/** What is to be done about a merchant. */
public sealed interface MerchantCommand extends CatalogCommand {

  /**
   * A new one, under an id of ours; inactive, and known to no relay as long as they say nothing.
   */
  record Add(String merchantId, String accountId, KeyPair keyPair, MerchantProfile profile)
      implements MerchantCommand {}

  /**
   * What they tell of themselves.
   *
   * @param active whether orders are taken; null leaves that as it is
   */
  record Describe(String merchantId, ProfileEdit edit, @Nullable Boolean active)
      implements MerchantCommand {}

  /** Orders are taken from now on, or wait. */
  record Toggle(String merchantId) implements MerchantCommand {}

  /** All that is shown is told to the relays anew. */
  record Publish(String merchantId) implements MerchantCommand {}

  /** Stalls and products are taken back from the relays, until all is published. */
  record Withdraw(String merchantId) implements MerchantCommand {}

  /** The key, the catalogue and the conversations are forgotten. */
  record Delete(String merchantId) implements MerchantCommand {}
}
