package market.caravan.order;

import java.time.Instant;
import market.caravan.lightning.PaymentHash;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;

/** What a customer is to be told about an order, before any dialect has put it into words. */
public sealed interface OrderNews {

  Order order();

  /**
   * The order can be paid.
   *
   * @param again whether it had an invoice before, which can't be paid any more
   */
  record PaymentRequested(Order order, String bolt11, Instant expiresAt, boolean again)
      implements OrderNews {}

  /** The order is not taken; {@code reason} is a sentence for the customer. */
  record Refused(Order order, String reason) implements OrderNews {}

  /**
   * The order has moved, or stands as it did.
   *
   * @param message the merchant's own words; null for the usual ones
   */
  record StatusChanged(Order order, @Nullable String message) implements OrderNews {}

  /** What the merchant has to say to everyone who bought this product. */
  record Autoreply(Order order, String productId, String text) implements OrderNews {}

  /**
   * Money of a payment goes back, all of it or a part.
   *
   * @param paymentHash of the payment: for one reason but the merchant's will, money of it goes
   *     back once
   */
  record RefundDue(Order order, PaymentHash paymentHash, Msat amount, RefundReason reason)
      implements OrderNews {}
}
