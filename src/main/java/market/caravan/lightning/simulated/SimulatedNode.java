package market.caravan.lightning.simulated;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import market.caravan.Gathering;
import market.caravan.PermanentException;
import market.caravan.TransientException;
import market.caravan.lightning.Bolt11;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.Invoice.State;
import market.caravan.lightning.InvoiceRefusedException;
import market.caravan.lightning.InvoiceRequest;
import market.caravan.lightning.LightningNode;
import market.caravan.lightning.PayOuts;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import market.caravan.lightning.SettledPage;
import market.caravan.lightning.SettledQuery;
import market.caravan.lightning.UnknownInvoiceException;
import market.caravan.vault.Vault;
import org.jspecify.annotations.Nullable;

/**
 * A node whose invoices are paid by {@link #pay}. It can be taken down and up again, as a node
 * behind a network goes away and comes back.
 */
public final class SimulatedNode implements LightningNode {

  static final String PREIMAGE = "simulated-invoice/";
  private static final int MOST_FILED = 50;
  private static final Pattern SCHEME = Pattern.compile("^(?i)lightning:(//)?");

  private final NodeDatabase database;
  private final SimulatedInvoices invoices;
  private final SimulatedPayments payments;
  private final InvoiceMaker maker;
  private final Vault vault;
  private final Clock clock;
  private final InvoiceNews news;
  private final Gathering<SimulatedInvoice, Boolean> filing;
  private volatile boolean up = true;

  SimulatedNode(
      NodeDatabase database,
      SimulatedInvoices invoices,
      SimulatedPayments payments,
      InvoiceMaker maker,
      Vault vault,
      Clock clock,
      InvoiceNews news) {
    this.database = database;
    this.invoices = invoices;
    this.payments = payments;
    this.maker = maker;
    this.vault = vault;
    this.clock = clock;
    this.news = news;
    this.filing =
        new Gathering<>(
            MOST_FILED,
            drafted -> call(() -> invoices.file(drafted)),
            TransientException.class::isInstance);
  }

  @Override
  public Invoice create(InvoiceRequest request) {
    requireUp();
    var drafted = new SimulatedInvoice(maker.open(request), sealedPreimage(request));
    return filing.ask(drafted) ? drafted.invoice() : call(() -> existing(request));
  }

  private Invoice existing(InvoiceRequest request) {
    Invoice invoice = known(request.paymentHash());
    if (!invoice.amount().equals(request.amount())) {
      throw new InvoiceRefusedException(
          "payment-hash-used",
          "This payment hash has an invoice of another amount: draw a new preimage");
    }
    return invoice;
  }

  @Override
  public List<Invoice> lookUp(Collection<PaymentHash> hashes) {
    return call(() -> current(hashes));
  }

  @Override
  public SettledPage settled(SettledQuery query) {
    return call(() -> invoices.settled(query));
  }

  @Override
  public Invoice settle(Preimage preimage) {
    PaymentHash hash = preimage.hash();
    return call(
        () ->
            invoices
                .settle(hash, seal(preimage), clock.instant())
                .map(this::tell)
                .orElseGet(() -> known(hash).requireFinal()));
  }

  @Override
  public Invoice cancel(PaymentHash hash) {
    return call(
        () -> invoices.cancel(hash, clock.instant()).map(this::tell).orElseGet(() -> known(hash)));
  }

  @Override
  public Optional<PayOuts> payOuts() {
    return Optional.of(new SimulatedPayOuts(this, payments, clock));
  }

  /**
   * Pays an invoice of this node as a customer's wallet does.
   *
   * @param text the invoice in either case, with or without {@code lightning:} before it
   * @throws PermanentException {@code malformed-invoice}, {@code unknown-invoice}, {@code
   *     invoice-paid} where it is paid or locked in already, {@code invoice-closed} where it has
   *     expired or was cancelled
   */
  public Payment pay(String text) {
    Bolt11 invoice = read(text);
    if (!isPaidBy(invoice)) {
      throw unknown();
    }
    PaymentHash hash = invoice.paymentHash();
    return call(
        () ->
            invoices
                .pay(hash, clock.instant())
                .map(this::paid)
                .orElseThrow(() -> unpayable(known(hash))));
  }

  /** Whether it is this node that such an invoice pays. */
  boolean isPaidBy(Bolt11 invoice) {
    return invoice.payee().equals(maker.nodeId());
  }

  /** An invoice as somebody writes it into a wallet. */
  static Bolt11 read(String text) {
    return Bolt11.decode(SCHEME.matcher(text.strip()).replaceFirst(""));
  }

  private Payment paid(SimulatedInvoice paid) {
    Invoice invoice = tell(paid);
    byte[] sealed = paid.sealedPreimage();
    String context = PREIMAGE + invoice.paymentHash();
    return new Payment(
        invoice.paymentHash(),
        sealed == null ? null : Preimage.of(vault.open(sealed, context)),
        invoice.state());
  }

  private static PermanentException unpayable(Invoice invoice) {
    return switch (invoice.state()) {
      case HELD, SETTLED ->
          new PermanentException(
              "invoice-paid", "This invoice is paid already: there is nothing left to do");
      case CANCELLED, EXPIRED, OPEN ->
          new PermanentException(
              "invoice-closed",
              "This invoice has expired or was cancelled: ask the merchant for a new one");
    };
  }

  @Override
  public Subscription subscribe(Consumer<Invoice> listener) {
    requireUp();
    return news.subscribe(listener);
  }

  @Override
  public void ping() {
    requireUp();
  }

  /**
   * Closes what was not paid in time, at most {@code limit} of them, and tells of it.
   *
   * @return how many it has closed
   */
  int sweep(int limit) {
    return call(() -> expire(invoices.overdue(clock.instant(), limit)));
  }

  public boolean isUp() {
    return up;
  }

  /** Takes the node down, so that every call fails and every subscription ends, or up again. */
  public void setUp(boolean up) {
    this.up = up;
    if (!up) {
      news.lose(away());
    }
  }

  <T> T call(Supplier<T> statements) {
    requireUp();
    return database.call(statements);
  }

  private void requireUp() {
    if (!up) {
      throw away();
    }
  }

  private static TransientException away() {
    return new TransientException(
        "node-away",
        "The simulated Lightning node was taken down: POST /simulator/node {\"up\":true}");
  }

  /** What has expired is closed before it is shown, so that nobody is told twice. */
  private List<Invoice> current(Collection<PaymentHash> hashes) {
    List<Invoice> found = invoices.find(hashes).stream().map(SimulatedInvoice::invoice).toList();
    List<PaymentHash> overdue =
        found.stream().filter(this::isOverdue).map(Invoice::paymentHash).toList();
    if (overdue.isEmpty()) {
      return found;
    }
    expire(overdue);
    return invoices.find(hashes).stream().map(SimulatedInvoice::invoice).toList();
  }

  private boolean isOverdue(Invoice invoice) {
    return invoice.state() == State.OPEN && !clock.instant().isBefore(invoice.expiresAt());
  }

  private int expire(List<PaymentHash> overdue) {
    if (overdue.isEmpty()) {
      return 0;
    }
    List<SimulatedInvoice> expired = invoices.expire(overdue, clock.instant());
    expired.forEach(this::tell);
    return expired.size();
  }

  private Invoice known(PaymentHash hash) {
    return current(List.of(hash)).stream().findFirst().orElseThrow(SimulatedNode::unknown);
  }

  private static PermanentException unknown() {
    return new UnknownInvoiceException(
        "The simulated Lightning node has no such invoice: it knows the ones that it made itself");
  }

  private Invoice tell(SimulatedInvoice changed) {
    return tell(changed.invoice());
  }

  Invoice tell(Invoice changed) {
    news.publish(changed);
    return changed;
  }

  private byte @Nullable [] sealedPreimage(InvoiceRequest request) {
    return request.preimage() == null ? null : seal(request.preimage());
  }

  private byte[] seal(Preimage preimage) {
    return vault.seal(preimage.bytes(), PREIMAGE + preimage.hash());
  }
}
