package market.caravan.refund;

import java.time.Instant;
import java.util.Optional;
import market.caravan.PermanentException;
import market.caravan.lightning.Bolt11;
import market.caravan.lightning.Network;
import market.caravan.lightning.Unpayable;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;

/** What an invoice of somebody else's has to be like for money to be sent by it. */
final class InvoiceCheck {

  private InvoiceCheck() {}

  /**
   * Holds an invoice against what is to be sent.
   *
   * @param ours an invoice of our own node's, whose network is ours; null where none is known
   * @param amount what it has to be over, exactly
   * @param until when it has to be payable yet
   * @throws PermanentException with words for the customer, if it is malformed or forged, or not
   *     the one to be paid
   */
  static RefundInvoice require(String bolt11, @Nullable String ours, Msat amount, Instant until) {
    Bolt11 invoice = read(bolt11);
    Unpayable.of(invoice, network(ours), amount, until)
        .ifPresent(
            reason -> {
              throw refused(reason, amount);
            });
    return new RefundInvoice(invoice.paymentHash(), bolt11, invoice.expiresAt());
  }

  /** What the invoice asks for; empty where it can't be read, or leaves that to the payer. */
  static Optional<Msat> amount(String bolt11) {
    try {
      return Optional.ofNullable(Bolt11.decode(bolt11).amount());
    } catch (PermanentException e) {
      return Optional.empty();
    }
  }

  private static Bolt11 read(String bolt11) {
    try {
      return Bolt11.decode(bolt11);
    } catch (PermanentException e) {
      throw new PermanentException(
          "refund-invoice-malformed", "This is no valid Lightning invoice", e);
    }
  }

  /** Null where our own invoice can't be read. */
  private static @Nullable Network network(@Nullable String ours) {
    try {
      return ours == null ? null : Bolt11.decode(ours).network();
    } catch (PermanentException e) {
      return null;
    }
  }

  private static PermanentException refused(Unpayable reason, Msat amount) {
    return switch (reason) {
      case NETWORK -> refused("another-network", "The invoice is of another network");
      case AMOUNT ->
          refused(
              "another-amount",
              "The invoice has to be over exactly %d sat".formatted(amount.satRoundedUp()));
      case EXPIRY -> refused("expires", "The invoice expires too soon");
    };
  }

  private static PermanentException refused(String code, String message) {
    return new PermanentException("refund-invoice-" + code, message);
  }
}
