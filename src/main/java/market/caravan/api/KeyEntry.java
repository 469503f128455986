package market.caravan.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an API key, which is not the key.
 *
 * @param merchantId the account's; null while it has none
 * @param id the beginning of its SHA-256, in hex
 */
public record KeyEntry(
    String accountId, @Nullable String merchantId, String id, KeyKind kind, Instant createdAt) {

  static final int ID_LENGTH = 16;
}
