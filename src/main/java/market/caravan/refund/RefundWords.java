package market.caravan.refund;

import market.caravan.order.RefundReason;
import org.jspecify.annotations.Nullable;

/** The usual words about money that goes back, for customers to read. */
final class RefundWords {

  static final String ALL_BACK = "Nothing more of your payment is to be sent back.";

  private RefundWords() {}

  /** That money goes back, and why. */
  static String due(RefundReason reason, long sat) {
    String words =
        switch (reason) {
          case SOLD_OUT ->
              "Payment received, but your order can't be delivered: %d sat will be sent back.";
          case UNDERPAID -> "Less was paid than was asked for: %d sat will be sent back.";
          case OVERPAID ->
              "Payment received, thank you! More was paid than was asked for: %d sat will be sent back.";
          case PAID_TWICE -> "Your order was paid already: %d sat will be sent back.";
          case CANCELLED -> "Your order is cancelled: %d sat will be sent back.";
          case MERCHANT -> "%d sat will be sent back.";
        };
    return words.formatted(sat);
  }

  /** What is needed of the customer. */
  static String ask(long sat) {
    return ("To get your %d sat back, please answer with a Lightning invoice over exactly %d sat,"
            + " or with a Lightning address.")
        .formatted(sat, sat);
  }

  static String askAgain(long sat) {
    return "Sending your money back has failed. " + ask(sat);
  }

  static String refused(String reason) {
    return "Your answer can't be used to send your money back: " + reason;
  }

  static String paid(long sat, @Nullable String address) {
    return "%d sat have been sent back%s.".formatted(sat, address == null ? "" : " to " + address);
  }
}
