package market.caravan.catalog;

import market.caravan.PermanentException;
import org.springframework.util.StringUtils;

/** Why an edit is not made; what has the code of a conflict could be made in another state. */
final class EditRefused {

  private EditRefused() {}

  static PermanentException unknown(String what) {
    return new PermanentException(
        "unknown-" + what, StringUtils.capitalize(what) + " does not exist");
  }

  static PermanentException noMerchant() {
    return new PermanentException("unknown-merchant", "Merchant cannot be found");
  }

  static PermanentException taken(String why) {
    return new PermanentException("id-taken", why);
  }

  static PermanentException needed(String what) {
    return new PermanentException(
        "still-needed", "Open orders need this %s: ship or cancel them first".formatted(what));
  }

  static PermanentException held(long pieces) {
    return new PermanentException(
        "pieces-held", "Open orders hold %d pieces: there can't be fewer".formatted(pieces));
  }

  static PermanentException currencies() {
    return new PermanentException(
        "zone-currency", "A stall and the zones that it ships to are priced in one currency");
  }
}
