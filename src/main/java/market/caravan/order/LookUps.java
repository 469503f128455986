package market.caravan.order;

import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Readiness;
import market.caravan.lightning.Wallets;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which wallets' nodes are asked how open invoices stand, each for itself. */
@Component
public class LookUps {

  private final Wallets wallets;
  private final Map<String, WalletLookUps> lookUps;

  LookUps(Wallets wallets, OpenInvoices invoices, CheckoutProperties properties, Clock clock) {
    this.wallets = wallets;
    lookUps =
        wallets.names().stream()
            .collect(
                Collectors.toMap(
                    name -> name, name -> new WalletLookUps(name, invoices, properties, clock)));
  }

  /**
   * The wallets of which a round may begin now: those that are away, or whose node has not yet
   * answered the one before, keep no other waiting.
   */
  public List<WalletLookUps> toBegin() {
    return lookUps.values().stream()
        .filter(each -> wallets.node(each.wallet()).readiness() != Readiness.AWAY)
        .filter(WalletLookUps::begin)
        .toList();
  }

  /** A wallet's round: payment hashes, those of a call at a time. */
  public Iterator<List<PaymentHash>> round(WalletLookUps wallet) {
    return wallet.round();
  }

  /**
   * What may be news among the answers: that an invoice is open was known when it was looked up.
   */
  public List<Invoice> news(List<Invoice> answers) {
    return answers.stream().filter(invoice -> invoice.state() != Invoice.State.OPEN).toList();
  }

  /**
   * A wallet's node could not be asked, or its news not recorded: a little later it is asked for
   * all that is open.
   *
   * @param wallet null for all of them
   * @return what it has said: nothing
   */
  public List<Invoice> missed(@Nullable String wallet) {
    if (wallet == null) {
      lookUps.values().forEach(WalletLookUps::missed);
    } else {
      Objects.requireNonNull(lookUps.get(Wallets.nameOf(wallet))).missed();
    }
    return List.of();
  }
}
