package market.caravan.restore;

import java.time.Instant;
import java.util.Comparator;
import market.caravan.lightning.PaymentHash;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;

/**
 * An invoice that the merchant has asked to be paid, as BOLT 11 has it.
 *
 * @param memo null where it has none
 */
record Asked(
    PaymentHash hash,
    String bolt11,
    Msat amount,
    @Nullable String memo,
    Instant madeAt,
    Instant expiresAt) {

  /** Their order as attempts; of two at one moment everybody takes the same for the first. */
  static final Comparator<Asked> OLDEST_FIRST =
      Comparator.comparing(Asked::madeAt)
          .thenComparing(asked -> asked.hash().hex())
          .thenComparing(Asked::bolt11);
}
