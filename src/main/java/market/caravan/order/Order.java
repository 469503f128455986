package market.caravan.order;

import java.time.Instant;
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
    boolean shipped) {

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
        shipped);
  }

  Order withShipped(boolean now) {
    return new Order(
        seq, merchantId, key, status, createdAt, contentSha256, total, invoice, receipt, now);
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
        shipped);
  }
}
