package market.caravan.api;

import market.caravan.catalog.Catalog;
import market.caravan.catalog.Merchant;
import market.caravan.catalog.MerchantProfile;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The merchant as they read themselves. */
@Component("merchantViews")
class MerchantViews {

  private final Catalog catalog;

  MerchantViews(Catalog catalog) {
    this.catalog = catalog;
  }

  /** GET /merchant; null while the account has none. */
  public @Nullable MerchantView own(ApiRequest request) {
    String id = request.known().merchantId();
    return id == null ? null : catalog.merchant(id).map(MerchantViews::view).orElse(null);
  }

  private static MerchantView view(Merchant merchant) {
    return new MerchantView(
        merchant.id(),
        "",
        merchant.pubkey().hex(),
        config(merchant.profile(), merchant.active()),
        merchant.createdAt().getEpochSecond());
  }

  private static MerchantView.Config config(MerchantProfile profile, boolean active) {
    return new MerchantView.Config(
        profile.name(),
        profile.displayName(),
        profile.about(),
        profile.picture(),
        profile.banner(),
        profile.website(),
        profile.nip05(),
        profile.lud16(),
        null,
        false,
        active,
        false);
  }
}
