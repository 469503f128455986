package market.caravan.refund;

import market.caravan.lightning.PayOut;
import org.jspecify.annotations.Nullable;

/** What a call over the network has found out for a refund; recorded by {@link Refunds#record}. */
public sealed interface Finding {

  Refund refund();

  /**
   * Where the customer could be paid when they ordered.
   *
   * @param address null where they could not
   */
  record Address(Refund refund, @Nullable String address) implements Finding {}

  /** The address's server has made an invoice. */
  record Invoice(Refund refund, String bolt11) implements Finding {}

  /**
   * The address is of no use.
   *
   * @param code why
   */
  record AddressRefused(Refund refund, String code) implements Finding {}

  /** The node's word about the payment of one of the refund's invoices. */
  record Payment(Refund refund, PayOut payOut) implements Finding {}
}
