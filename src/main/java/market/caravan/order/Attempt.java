package market.caravan.order;

import java.time.Duration;
import java.time.Instant;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.PaymentHash;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at getting an order paid: an invoice that had its name before the node was asked.
 *
 * @param orderSeq the order's row
 * @param number 1 for the first, and so on
 * @param wallet the name of a Lightning backend; empty is the default one
 * @param preimage null where it was lost: the order was restored, and only its node has it
 * @param bolt11 null until the node has made the invoice
 * @param expiresAt null until the node has made the invoice
 * @param hold whether its payment is locked in first, and ours to settle or to cancel
 * @param state null as long as the node has not made the invoice
 * @param received what the node has received for it
 * @param refund what of that was decided to go back so far
 * @param instruction what the node is still to be told; null where there is nothing
 * @param quote what it was quoted, once another attempt has come in its place; null as long as it
 *     is the order's current one, whose quote is the order's
 * @param zoneId the shipping zone of that quote
 */
public record Attempt(
    long orderSeq,
    int number,
    String wallet,
    PaymentHash paymentHash,
    @Nullable SealedPreimage preimage,
    Msat amount,
    String memo,
    Duration expiry,
    boolean hold,
    @Nullable String bolt11,
    @Nullable Instant expiresAt,
    Invoice.@Nullable State state,
    Msat received,
    Msat refund,
    @Nullable Instruction instruction,
    @Nullable Receipt quote,
    @Nullable String zoneId) {

  /** What a node can be told about an invoice. */
  public enum Instruction {
    SETTLE,
    CANCEL
  }

  /**
   * How the node is told to cancel it, by the names of {@code lightning:}: a payment that was
   * locked in without our knowing may be what the order waits for.
   */
  public String cancellation() {
    return hold && state == Invoice.State.OPEN ? "CANCEL_UNLESS_HELD" : "CANCEL";
  }

  /** Whether no other attempt has come in its place. */
  boolean isCurrent(Order order) {
    return paymentHash.equals(order.invoice());
  }

  /** What was received and stays so far. */
  Msat kept() {
    return new Msat(received.value() - refund.value());
  }

  /** What was received beyond what was asked for. */
  Msat excess() {
    return new Msat(Math.max(0, received.value() - amount.value()));
  }

  /** What is as good as the node's word where the node has never heard of the invoice. */
  public Invoice unknownToTheNode() {
    Instant expiry = expiresAt == null ? Instant.EPOCH : expiresAt;
    return new Invoice(
        paymentHash, bolt11, amount, Msat.ZERO, Invoice.State.CANCELLED, expiry, null);
  }
}
