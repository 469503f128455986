package market.caravan.lightning.lnd;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.SettledPage;
import market.caravan.lightning.SettledQuery;
import org.lightningj.lnd.proto.LightningApi.Invoice.InvoiceState;
import org.lightningj.lnd.proto.LightningApi.ListInvoiceRequest;
import org.lightningj.lnd.proto.LightningApi.ListInvoiceResponse;

/**
 * Many invoices looked up by pages of LND's list, which begins after any index. LND walks over all
 * invoices from there on, also other people's, so it is asked only for what was added together.
 */
final class ListedInvoices {

  private static final int PAGE = 500;
  private static final int MOST_REMEMBERED = 20_000;

  /** How many others may lie between those that are asked for, for each of them. */
  private static final int SPARSE = 10;

  private final LndConnection connection;

  /** The latest that were made or looked up. */
  private final SequencedMap<PaymentHash, Long> addIndexes = new LinkedHashMap<>();

  ListedInvoices(LndConnection connection) {
    this.connection = connection;
  }

  synchronized void remember(PaymentHash hash, long addIndex) {
    addIndexes.putLast(hash, addIndex);
    if (addIndexes.size() > MOST_REMEMBERED) {
      addIndexes.pollFirstEntry();
    }
  }

  /** Those of these that LND lists, which are the ones that were remembered and lie together. */
  Map<PaymentHash, Invoice> among(Collection<PaymentHash> hashes) {
    LongSummaryStatistics indexes = indexes(hashes);
    if (indexes.getCount() == 0
        || indexes.getMax() - indexes.getMin() > SPARSE * (long) hashes.size()) {
      return Map.of();
    }
    Map<PaymentHash, Invoice> found = new HashMap<>();
    long after = indexes.getMin() - 1;
    ListInvoiceResponse page;
    do {
      page = page(after);
      page.getInvoicesList().stream()
          .filter(LndInvoice::isPlain)
          .map(LndInvoice::of)
          .forEach(invoice -> found.put(invoice.paymentHash(), invoice));
      after = page.getLastIndexOffset();
    } while (page.getInvoicesCount() == PAGE && after < indexes.getMax());
    found.keySet().retainAll(hashes);
    return found;
  }

  private synchronized LongSummaryStatistics indexes(Collection<PaymentHash> hashes) {
    return hashes.stream()
        .map(addIndexes::get)
        .filter(Objects::nonNull)
        .mapToLong(Long::longValue)
        .summaryStatistics();
  }

  /**
   * A page of what was made in a time and is settled. The creation dates are LND's own filter from
   * 0.16 on; an older one lists everything, so what it lists is looked at as well.
   */
  SettledPage settled(SettledQuery query) {
    long since = query.since().getEpochSecond();
    long until = query.until().getEpochSecond();
    ListInvoiceResponse page =
        connection
            .lightning()
            .listInvoices(
                ListInvoiceRequest.newBuilder()
                    .setIndexOffset(query.after() == null ? 0 : Long.parseLong(query.after()))
                    .setNumMaxInvoices(PAGE)
                    .setCreationDateStart(since)
                    .setCreationDateEnd(until)
                    .build());
    List<Invoice> settled =
        page.getInvoicesList().stream()
            .filter(LndInvoice::isPlain)
            .filter(lnd -> lnd.getState() == InvoiceState.SETTLED)
            .filter(lnd -> lnd.getCreationDate() >= since && lnd.getCreationDate() <= until)
            .map(LndInvoice::of)
            .toList();
    boolean last = page.getInvoicesCount() < PAGE;
    return new SettledPage(settled, last ? null : String.valueOf(page.getLastIndexOffset()));
  }

  private ListInvoiceResponse page(long after) {
    return connection
        .lightning()
        .listInvoices(
            ListInvoiceRequest.newBuilder().setIndexOffset(after).setNumMaxInvoices(PAGE).build());
  }

  /** The newest one, or none. */
  ListInvoiceResponse newest() {
    return connection
        .lightning()
        .listInvoices(
            ListInvoiceRequest.newBuilder().setReversed(true).setNumMaxInvoices(1).build());
  }
}
