package market.caravan.dialect;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import market.caravan.order.Order;

/** The usual words, for people to read; numbers are in the digits of every locale. */
final class Wording {

  private final Clock clock;

  Wording(Clock clock) {
    this.clock = clock;
  }

  /** What is to be paid and why, and how long there is for it. */
  String receipt(Order order, Instant expiresAt) {
    return "Thank you for your order!\n"
        + Bill.of(order)
        + paymentDue(expiresAt)
        + "\nTo cancel the order, answer: cancel "
        + order.key().id();
  }

  private String paymentDue(Instant expiresAt) {
    long minutes = Duration.between(clock.instant(), expiresAt).plusSeconds(30).toMinutes();
    return minutes < 1
        ? "Please pay the invoice at once."
        : "Please pay the invoice within " + minutes + (minutes == 1 ? " minute." : " minutes.");
  }

  /** Where the order stands. */
  String status(Order order) {
    return switch (order.status()) {
      case PLACED, AWAITING_PAYMENT -> "Your order awaits its payment.";
      case PAID ->
          order.shipped()
              ? "Payment received, and your order has been shipped."
              : "Payment received, thank you! Your order is being prepared.";
      case REJECTED -> "Your order could not be taken.";
      case EXPIRED ->
          "Your order was not paid in time and has expired. To order again, please place a new order.";
      case CANCELLED -> "Your order is cancelled.";
      case REFUND_DUE -> "Your payment will be sent back.";
      case REFUNDED -> "Your payment has been sent back.";
    };
  }
}
