package market.caravan.order;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The terms of taking orders.
 *
 * @param hold when payments are held: {@code never} reserves stock at the order; {@code always}
 *     reserves it when a payment is locked in, so that an unpaid order holds nothing and who comes
 *     too late is never charged
 * @param invoiceExpiry how long a customer has to pay
 * @param invoiceWait how long the node has to make an invoice before the order is refused
 * @param lease how long one call of the node may take; longer than its own deadline
 * @param claimSize invoices asked for at a time
 * @param nodeSilence how long an order waits, past its invoice's expiry, for a node that is away
 * @param overdueGrace how long after its expiry the node is told to cancel an invoice
 * @param firstLookUp how soon an open invoice is looked up; then at three times that age, at nine
 *     ..
 * @param heldLookUp how often an open invoice is looked up where payments are held, of which a node
 *     may tell nobody
 * @param maxLines lines that one order may have
 * @param maxUnpaidPerCustomer open unpaid orders of one customer at one merchant
 * @param maxUnpaidPerMerchant about how many open unpaid orders one merchant may have: they are
 *     counted anew after a minute, near the limit every five seconds
 * @param maxRepliesPerMinute answers to one order that is sent again and again
 */
@Validated
@ConfigurationProperties("caravan.checkout")
public record CheckoutProperties(
    @DefaultValue("never") Hold hold,
    @DurationMin(seconds = 1) @DefaultValue("15m") Duration invoiceExpiry,
    @DurationMin(millis = 1) @DefaultValue("10m") Duration invoiceWait,
    @DurationMin(millis = 1) @DefaultValue("30s") Duration lease,
    @Positive @DefaultValue("50") int claimSize,
    @DurationMin(millis = 1) @DefaultValue("1h") Duration nodeSilence,
    @DurationMin(millis = 0) @DefaultValue("10s") Duration overdueGrace,
    @DurationMin(seconds = 1) @DefaultValue("30s") Duration firstLookUp,
    @DurationMin(seconds = 1) @DefaultValue("5s") Duration heldLookUp,
    @Positive @DefaultValue("100") int maxLines,
    @Positive @DefaultValue("200") int maxUnpaidPerCustomer,
    @Positive @DefaultValue("100000") int maxUnpaidPerMerchant,
    @Positive @DefaultValue("5") int maxRepliesPerMinute) {

  public CheckoutProperties {
    if (nodeSilence.compareTo(lease) < 0) {
      throw new IllegalArgumentException(
          "caravan.checkout.node-silence is no shorter than caravan.checkout.lease");
    }
  }

  /** When payments are held. */
  public enum Hold {
    NEVER,
    ALWAYS
  }

  boolean holdsPayments() {
    return hold == Hold.ALWAYS;
  }
}
