package market.caravan.catalog;

import org.jspecify.annotations.Nullable;

/** What a profile is to be; what is null stays as it is, and what is empty is said no longer. */
public record ProfileEdit(
    @Nullable String name,
    @Nullable String displayName,
    @Nullable String about,
    @Nullable String picture,
    @Nullable String banner,
    @Nullable String website,
    @Nullable String nip05,
    @Nullable String lud16) {

  public MerchantProfile on(MerchantProfile before) {
    return new MerchantProfile(
        edited(name, before.name()),
        edited(displayName, before.displayName()),
        edited(about, before.about()),
        edited(picture, before.picture()),
        edited(banner, before.banner()),
        edited(website, before.website()),
        edited(nip05, before.nip05()),
        edited(lud16, before.lud16()));
  }

  private static @Nullable String edited(@Nullable String after, @Nullable String before) {
    if (after == null) {
      return before;
    }
    return after.isEmpty() ? null : after;
  }
}
