package market.caravan.lightning.address;

import market.caravan.PermanentException;
import market.caravan.TransientException;
import org.jspecify.annotations.Nullable;

/** Why there is no invoice. None of it says whose address it is, or repeats what its host said. */
final class Refusals {

  private Refusals() {}

  static TransientException away(String what, @Nullable Throwable cause) {
    // Without the cause, which may name the host.
    String kind = cause == null ? "" : ": " + cause.getClass().getSimpleName();
    return new TransientException(
        "lightning-address-away", "The host of a Lightning address " + what + kind);
  }

  static PermanentException notPublic() {
    return new PermanentException(
        "lightning-address-private",
        "A Lightning address leads to a host that is not public: nothing was asked of it");
  }

  static PermanentException refusal(String why) {
    return new PermanentException(
        "lightning-address-refused", "The host of a Lightning address makes no invoice: " + why);
  }

  static PermanentException lie(String what) {
    return new PermanentException(
        "lightning-address-lies",
        "The host of a Lightning address does not answer as it should: " + what);
  }
}
