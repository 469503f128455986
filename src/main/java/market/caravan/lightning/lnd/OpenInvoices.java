package market.caravan.lightning.lnd;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.PaymentHash;
import org.lightningj.lnd.proto.LightningApi.ListInvoiceRequest;
import org.lightningj.lnd.proto.LightningApi.ListInvoiceResponse;

/**
 * All of LND's invoices that are open or held, by pages. LND reads from an index on, whatever is
 * pending: so it is asked from the oldest on that was open the last time.
 */
final class OpenInvoices {

  private static final int PAGE = 500;

  private final LndConnection connection;
  private volatile long offset;

  OpenInvoices(LndConnection connection) {
    this.connection = connection;
  }

  /** Those of these that are open or held. */
  Map<PaymentHash, Invoice> among(Collection<PaymentHash> hashes) {
    Set<String> asked = hashes.stream().map(PaymentHash::hex).collect(Collectors.toSet());
    Map<PaymentHash, Invoice> found = new HashMap<>();
    long oldest = Long.MAX_VALUE;
    long after = offset;
    ListInvoiceResponse page;
    do {
      page = page(after);
      for (var lnd : page.getInvoicesList()) {
        oldest = Math.min(oldest, lnd.getAddIndex());
        PaymentHash hash = LndInvoice.hash(lnd.getRHash());
        if (asked.contains(hash.hex())) {
          found.put(hash, LndInvoice.of(lnd));
        }
      }
      after = page.getLastIndexOffset();
    } while (page.getInvoicesCount() == PAGE);
    offset = oldest == Long.MAX_VALUE ? Math.max(offset, after) : oldest - 1;
    return found;
  }

  private ListInvoiceResponse page(long after) {
    return connection
        .lightning()
        .listInvoices(
            ListInvoiceRequest.newBuilder()
                .setPendingOnly(true)
                .setIndexOffset(after)
                .setNumMaxInvoices(PAGE)
                .build());
  }

  /** The newest one, or none. */
  ListInvoiceResponse newest() {
    return connection
        .lightning()
        .listInvoices(
            ListInvoiceRequest.newBuilder().setReversed(true).setNumMaxInvoices(1).build());
  }
}
