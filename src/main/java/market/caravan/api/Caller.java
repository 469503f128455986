package market.caravan.api;

import market.caravan.PermanentException;
import org.jspecify.annotations.Nullable;

/**
 * Whose key came with a request, and what it may do.
 *
 * @param merchantId the account's merchant; null while it has none
 */
public record Caller(String accountId, KeyKind kind, @Nullable String merchantId) {

  /** Whether this key may do what {@code required} names; an admin key may read too. */
  public boolean may(KeyKind required) {
    return kind == KeyKind.ADMIN || kind == required;
  }

  /**
   * The account's merchant: every read and every change is bound to it.
   *
   * @throws PermanentException if the account has none, as api.md words it
   */
  public String merchant() {
    if (merchantId == null) {
      throw new PermanentException("unknown-merchant", "Merchant cannot be found");
    }
    return merchantId;
  }
}
