package market.caravan.order;

import jakarta.validation.constraints.PositiveOrZero;
import java.util.Map;
import market.caravan.money.Msat;
import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What becomes of payments that are not of the amount that was asked for.
 *
 * @param underpaid whether an order is paid by less than it costs, or the money goes back
 * @param overpaid whether an excess is kept, or goes back
 * @param keptExcess in satoshi: an excess of no more is kept in any case, for to send it back would
 *     cost about as much
 * @param merchants what single merchants have decided, by their public keys in hexadecimal
 */
@Validated
@ConfigurationProperties("caravan.payments")
public record PaymentProperties(
    @DefaultValue("refund") Policy underpaid,
    @DefaultValue("refund") Policy overpaid,
    @PositiveOrZero @DefaultValue("100") long keptExcess,
    @DefaultValue Map<Pubkey, OwnPolicies> merchants) {

  public PaymentProperties {
    merchants = Map.copyOf(merchants);
  }

  /** What becomes of a payment. */
  public enum Policy {
    ACCEPT,
    REFUND
  }

  /** What a merchant has decided; null for what everybody has. */
  public record OwnPolicies(@Nullable Policy underpaid, @Nullable Policy overpaid) {}

  /** What it is that a merchant's invoice is settled with so much. */
  OrderEvent settled(Pubkey merchant, Attempt attempt) {
    if (attempt.received().compareTo(attempt.amount()) < 0) {
      return underpaidAt(merchant) == Policy.ACCEPT ? OrderEvent.SETTLED : OrderEvent.SETTLED_SHORT;
    }
    return attempt.excess().compareTo(Msat.ofSat(keptExcess)) > 0
            && overpaidAt(merchant) == Policy.REFUND
        ? OrderEvent.SETTLED_OVER
        : OrderEvent.SETTLED;
  }

  private Policy underpaidAt(Pubkey merchant) {
    OwnPolicies own = merchants.get(merchant);
    return own == null || own.underpaid() == null ? underpaid : own.underpaid();
  }

  private Policy overpaidAt(Pubkey merchant) {
    OwnPolicies own = merchants.get(merchant);
    return own == null || own.overpaid() == null ? overpaid : own.overpaid();
  }
}
