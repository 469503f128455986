package market.caravan.order;

import java.time.Instant;
import java.util.Set;
import market.caravan.PermanentException;
import market.caravan.lightning.PaymentHash;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;

/**
 * An order as it stands while its row is locked.
 *
 * @param seq of its row: names it within the database
 * @param createdAt the time that the customer gave it
 * @param total what is to be paid; zero where it was refused before it was priced
 * @param invoice of its current attempt, or of the one that was paid; null where it was refused
 *     before it had one
 * @param shipped whether a shipment of it stands
 * @param doubts why it ships only once its merchant has confirmed it; none of an order that was
 *     placed here
 */
public record Order(
    long seq,
    String merchantId,
    OrderKey key,
    OrderStatus status,
    Instant createdAt,
    String contentSha256,
    Msat total,
    @Nullable PaymentHash invoice,
    Receipt receipt,
    boolean shipped,
    Set<Doubt> doubts) {

  public Order {
    doubts = Set.copyOf(doubts);
  }

  /** One that nobody doubts. */
  public Order(
      long seq,
      String merchantId,
      OrderKey key,
      OrderStatus status,
      Instant createdAt,
      String contentSha256,
      Msat total,
      @Nullable PaymentHash invoice,
      Receipt receipt,
      boolean shipped) {
    this(
        seq,
        merchantId,
        key,
        status,
        createdAt,
        contentSha256,
        total,
        invoice,
        receipt,
        shipped,
        Set.of());
  }

  /**
   * Why this can't go on before the merchant has confirmed the order.
   *
   * @throws PermanentException if one of these doubts is there
   */
  void requireNo(Set<Doubt> any) {
    if (doubts.stream().anyMatch(any::contains)) {
      throw new PermanentException(
          "order-in-doubt",
          "The order was restored and its merchant has to confirm it first: "
              + Doubt.write(doubts));
    }
  }

  Order with(OrderStatus newStatus) {
    return new Order(
        seq,
        merchantId,
        key,
        newStatus,
        createdAt,
        contentSha256,
        total,
        invoice,
        receipt,
        shipped,
        doubts);
  }

  Order withShipped(boolean now) {
    return new Order(
        seq,
        merchantId,
        key,
        status,
        createdAt,
        contentSha256,
        total,
        invoice,
        receipt,
        now,
        doubts);
  }

  Order refusedBecause(String reason) {
    return quoted(total, invoice, receipt.because(reason));
  }

  /** With the quote of the invoice that was paid, where that is not the current one. */
  Order paidBy(Attempt attempt) {
    Receipt quote = attempt.quote();
    return quote == null
        ? this
        : quoted(attempt.amount(), attempt.paymentHash(), quote.because(null));
  }

  Order quoted(Msat newTotal, @Nullable PaymentHash newInvoice, Receipt newReceipt) {
    return new Order(
        seq,
        merchantId,
        key,
        status,
        createdAt,
        contentSha256,
        newTotal,
        newInvoice,
        newReceipt,
        shipped,
        doubts);
  }
}
