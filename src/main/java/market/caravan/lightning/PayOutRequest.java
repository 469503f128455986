package market.caravan.lightning;

import java.util.Locale;
import market.caravan.PermanentException;
import market.caravan.money.Msat;

/**
 * What a node is asked to pay.
 *
 * @param bolt11 somebody else's invoice, of exactly {@code amount}
 * @param feeLimit what the way there may cost at most; zero means free ways only
 */
public record PayOutRequest(String bolt11, PaymentHash paymentHash, Msat amount, Msat feeLimit) {

  /**
   * The invoice as a node is to read it, compared with what it is thought to be: no node is asked
   * to pay another amount, or what it would be known by another name.
   *
   * @throws PermanentException {@code malformed-invoice}, or {@code invoice-differs} where its
   *     amount, payment hash or network is another one
   */
  public Bolt11 invoice(Network network) {
    Bolt11 invoice = Bolt11.decode(bolt11);
    if (!invoice.paymentHash().equals(paymentHash)) {
      throw differs("payment hash");
    }
    Unpayable.of(invoice, network, amount, null)
        .ifPresent(
            reason -> {
              throw differs(reason.name().toLowerCase(Locale.ROOT));
            });
    return invoice;
  }

  private static PermanentException differs(String what) {
    return new PermanentException(
        "invoice-differs", "The invoice is not what is to be paid: it has another " + what);
  }
}
