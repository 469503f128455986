package market.caravan.api;

import java.util.HexFormat;
import market.caravan.catalog.Catalog;
import market.caravan.catalog.Merchant;
import market.caravan.catalog.MerchantKeys;
import market.caravan.catalog.MerchantProfile;
import market.caravan.restore.RestoreRuns;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The merchant as they read themselves. */
@Component("merchantViews")
class MerchantViews {

  private final Catalog catalog;
  private final MerchantKeys keys;
  private final RestoreRuns restores;

  MerchantViews(Catalog catalog, MerchantKeys keys, RestoreRuns restores) {
    this.catalog = catalog;
    this.keys = keys;
    this.restores = restores;
  }

  /**
   * GET /merchant; null while the account has none. The private key is shown only to the admin key,
   * and only when {@code ?reveal=true} asks for it.
   */
  public @Nullable MerchantView own(ApiRequest request) {
    Caller caller = request.known();
    boolean reveal = Boolean.TRUE.equals(request.flag("reveal"));
    if (reveal && !caller.may(KeyKind.ADMIN)) {
      throw new Refused(403, "key-of-wrong-kind", "The private key is shown to the admin key only");
    }
    String id = caller.merchantId();
    return id == null
        ? null
        : catalog.merchant(id).map(merchant -> view(merchant, reveal)).orElse(null);
  }

  /** The merchant after an edit; null where they are gone, or nothing of them has changed. */
  public @Nullable MerchantView edited(
      @Body @Nullable Object merchant, @Variable("request") ApiRequest request) {
    boolean reveal = Boolean.TRUE.equals(request.flag("reveal"));
    return merchant instanceof Merchant known ? view(known, reveal) : null;
  }

  private MerchantView view(Merchant merchant, boolean reveal) {
    return new MerchantView(
        merchant.id(),
        reveal ? privateKey(merchant) : "",
        merchant.pubkey().hex(),
        config(merchant.profile(), merchant.active(), restores.underWay(merchant.id()).isPresent()),
        merchant.createdAt().getEpochSecond());
  }

  private String privateKey(Merchant merchant) {
    return keys.find(merchant.pubkey())
        .map(keyPair -> HexFormat.of().formatHex(keyPair.secret()))
        .orElseThrow();
  }

  private static MerchantView.Config config(
      MerchantProfile profile, boolean active, boolean restoreInProgress) {
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
        restoreInProgress);
  }
}
