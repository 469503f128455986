package market.caravan.order;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Refusals;
import market.caravan.lightning.Wallets;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Refuses news of invoices that are none of ours, or that another wallet's node has made. */
@Repository
public class WalletNews {

  private static final String UNKNOWN = "unknown-invoice";

  private final JdbcClient jdbc;
  private final Wallets wallets;
  private final Refusals refusals;

  WalletNews(JdbcClient jdbc, Wallets wallets, Refusals refusals) {
    this.jdbc = jdbc;
    this.wallets = wallets;
    this.refusals = refusals;
  }

  /** Whether a node's news is about an invoice of its own wallet, where there are several. */
  public boolean isOwn(Invoice invoice, String wallet) {
    if (wallets.isOne()) {
      return true;
    }
    Optional<String> owner = owner(invoice.paymentHash());
    if (owner.isEmpty()) {
      refuseUnknown(wallet);
    } else if (!owner.get().equals(Wallets.nameOf(wallet))) {
      refusals.count(wallet, "other-wallet", "The node tells of an invoice of another wallet");
    }
    return owner.equals(Optional.of(Wallets.nameOf(wallet)));
  }

  private Optional<String> owner(PaymentHash hash) {
    return jdbc.sql("SELECT wallet FROM invoice WHERE payment_hash = :hash")
        .param("hash", hash.hex())
        .query(String.class)
        .optional()
        .map(Wallets::nameOf);
  }

  /** Counts those that nobody asked for among the invoices that have moved nothing. */
  void countUnknown(List<Invoice> invoices, Collection<PaymentHash> moved) {
    Set<String> unknown = new HashSet<>();
    invoices.stream()
        .filter(invoice -> !moved.contains(invoice.paymentHash()))
        .forEach(invoice -> unknown.add(invoice.paymentHash().hex()));
    if (!unknown.isEmpty()) {
      jdbc.sql("SELECT payment_hash FROM invoice WHERE payment_hash = ANY (:hashes)")
          .param("hashes", unknown.toArray(String[]::new))
          .query(String.class)
          .list()
          .forEach(unknown::remove);
      unknown.forEach(hash -> refuseUnknown(Wallets.DEFAULT));
    }
  }

  private void refuseUnknown(String wallet) {
    refusals.count(wallet, UNKNOWN, "The node tells of an invoice that it was not asked for by us");
  }
}
