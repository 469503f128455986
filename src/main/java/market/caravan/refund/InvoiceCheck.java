package market.caravan.refund;

import java.time.Instant;
import java.util.Optional;
import market.caravan.PermanentException;
import market.caravan.lightning.Bolt11;
import market.caravan.lightning.Network;
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
    Optional<Network> network = network(ours);
    if (network.isPresent() && network.get() != invoice.network()) {
      throw refused("another-network", "The invoice is of another network");
    }
    if (!amount.equals(invoice.amount())) {
      throw refused(
          "another-amount",
          "The invoice has to be over exactly %d sat".formatted(amount.satRoundedUp()));
    }
    if (invoice.expiresAt().isBefore(until)) {
      throw refused("expires", "The invoice expires too soon");
    }
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

  /** Empty where our own invoice can't be read: the node looks at the network, too. */
  private static Optional<Network> network(@Nullable String ours) {
    try {
      return Optional.ofNullable(ours).map(Bolt11::decode).map(Bolt11::network);
    } catch (PermanentException e) {
      return Optional.empty();
    }
  }

  private static PermanentException refused(String code, String message) {
    return new PermanentException("refund-invoice-" + code, message);
  }
}
