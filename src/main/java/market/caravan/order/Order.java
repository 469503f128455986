package market.caravan.order;

import java.time.Instant;
import market.caravan.money.Msat;

/**
 * An order as it stands while its row is locked.
 *
 * @param seq of its row: names it within the database
 * @param createdAt the time that the customer gave it
 * @param total what is to be paid; zero where it was refused before it was priced
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
    Receipt receipt,
    boolean shipped) {

  Order with(OrderStatus newStatus) {
    return new Order(
        seq, merchantId, key, newStatus, createdAt, contentSha256, total, receipt, shipped);
  }

  Order withShipped(boolean nowShipped) {
    return new Order(
        seq, merchantId, key, status, createdAt, contentSha256, total, receipt, nowShipped);
  }

  Order refusedBecause(String reason) {
    return new Order(
        seq,
        merchantId,
        key,
        status,
        createdAt,
        contentSha256,
        total,
        receipt.because(reason),
        shipped);
  }
}
