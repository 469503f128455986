package market.caravan.lightning.lnd;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
import market.caravan.money.Msat;
import market.caravan.vault.Vault;
import org.lightningj.lnd.invoices.proto.InvoicesOuterClass.AddHoldInvoiceRequest;
import org.lightningj.lnd.invoices.proto.InvoicesOuterClass.AddHoldInvoiceResp;
import org.lightningj.lnd.invoices.proto.InvoicesOuterClass.CancelInvoiceMsg;
import org.lightningj.lnd.invoices.proto.InvoicesOuterClass.SettleInvoiceMsg;
import org.lightningj.lnd.proto.LightningApi;
import org.lightningj.lnd.proto.LightningApi.AddInvoiceResponse;
import org.lightningj.lnd.proto.LightningApi.InvoiceSubscription;

/** An LND node. */
public final class LndNode implements LightningNode {

  /** As many are asked for one by one, side by side; more by LND's list. */
  private static final int FEW = 20;

  /**
   * How long a payment can be held, whatever {@code bitcoin.timelockdelta} of LND is; LND gives it
   * back {@code invoices.holdexpirydelta} before.
   */
  private static final int HOLD_BLOCKS = 80;

  private final LndConnection connection;
  private final Optional<LndPayOuts> payOuts;
  private final LndProperties properties;
  private final String where;
  private final SettleIndex settleIndex;
  private final ListedInvoices list;

  private LndNode(
      LndConnection connection,
      Optional<LndPayOuts> payOuts,
      LndProperties properties,
      String where,
      SettleIndex settleIndex) {
    this.where = where;
    this.connection = connection;
    this.payOuts = payOuts;
    this.properties = properties;
    this.settleIndex = settleIndex;
    this.list = new ListedInvoices(connection);
  }

  /**
   * Reads its certificate and macaroons; the node need not be there yet.
   *
   * @param where the properties are, to be named where they are wrong
   */
  static LndNode of(LndProperties properties, String where, SettleIndex settleIndex, Vault vault) {
    return new LndNode(
        LndConnection.taking(properties, where, vault),
        LndPayOuts.of(properties, where, vault),
        properties,
        where,
        settleIndex);
  }

  /** An invoice of this hash that is there already is the one that an earlier call has made. */
  @Override
  public Invoice create(InvoiceRequest request) {
    try {
      return created(request, request.isHold() ? addHold(request) : add(request));
    } catch (StatusRuntimeException e) {
      if (LndErrors.saysInvoiceExists(e)) {
        return existing(request);
      }
      throw connection.refusal(e);
    }
  }

  private String add(InvoiceRequest request) {
    var invoice =
        LightningApi.Invoice.newBuilder()
            .setMemo(request.memo())
            .setRPreimage(preimage(request))
            .setValueMsat(request.amount().value())
            .setExpiry(request.expiry().toSeconds())
            .setPrivate(properties.privateChannels())
            .build();
    AddInvoiceResponse added = connection.lightning().addInvoice(invoice);
    list.remember(request.paymentHash(), added.getAddIndex());
    return added.getPaymentRequest();
  }

  private static ByteString preimage(InvoiceRequest request) {
    Preimage preimage = request.preimage();
    return preimage == null ? ByteString.EMPTY : ByteString.copyFrom(preimage.bytes());
  }

  private String addHold(InvoiceRequest request) {
    var invoice =
        AddHoldInvoiceRequest.newBuilder()
            .setMemo(request.memo())
            .setHash(LndInvoice.bytes(request.paymentHash()))
            .setValueMsat(request.amount().value())
            .setExpiry(request.expiry().toSeconds())
            .setCltvExpiry(HOLD_BLOCKS)
            .setPrivate(properties.privateChannels())
            .build();
    AddHoldInvoiceResp added = connection.invoices().addHoldInvoice(invoice);
    list.remember(request.paymentHash(), added.getAddIndex());
    return added.getPaymentRequest();
  }

  private Invoice created(InvoiceRequest request, String text) {
    Bolt11 bolt11 = asAskedFor(request, text);
    return new Invoice(
        request.paymentHash(),
        text,
        request.amount(),
        Msat.ZERO,
        State.OPEN,
        bolt11.expiresAt(),
        null);
  }

  private Invoice existing(InvoiceRequest request) {
    Invoice invoice = known(request.paymentHash());
    asAskedFor(request, Objects.requireNonNullElse(invoice.bolt11(), ""));
    return invoice;
  }

  /**
   * Nobody is shown an invoice that pays somebody else, or another amount. Where the network or the
   * payee is another one it is for the operator to mend, and the order waits.
   */
  private Bolt11 asAskedFor(InvoiceRequest request, String text) {
    Bolt11 bolt11 = Bolt11.decode(text);
    if (!bolt11.paymentHash().equals(request.paymentHash())) {
      throw differs("payment hash");
    }
    if (!request.amount().equals(bolt11.amount())) {
      throw differs("amount");
    }
    if (bolt11.network() != properties.network()) {
      throw another("network", where + ".network");
    }
    if (properties.nodeId() != null && !bolt11.payee().equals(properties.nodeId())) {
      throw another("payee", where + ".node-id");
    }
    return bolt11;
  }

  private static InvoiceRefusedException differs(String what) {
    return new InvoiceRefusedException(
        "invoice-differs", "LND's invoice is not what it was asked for: it has another " + what);
  }

  private static TransientException another(String what, String property) {
    return new TransientException(
        "node-differs", "LND's invoices have another %s than %s says".formatted(what, property));
  }

  @Override
  public List<Invoice> lookUp(Collection<PaymentHash> hashes) {
    Map<PaymentHash, Invoice> found = new LinkedHashMap<>();
    if (hashes.size() > FEW) {
      found.putAll(call(() -> list.among(hashes)));
    }
    List<PaymentHash> others = hashes.stream().filter(hash -> !found.containsKey(hash)).toList();
    List<Invoice> invoices = new ArrayList<>(found.values());
    invoices.addAll(oneByOne(others));
    return invoices;
  }

  @Override
  public SettledPage settled(SettledQuery query) {
    return call(() -> list.settled(query));
  }

  private List<Invoice> oneByOne(Collection<PaymentHash> hashes) {
    var stub = connection.manyAtOnce();
    var answers = hashes.stream().map(hash -> stub.lookupInvoice(named(hash))).toList();
    return answers.stream().map(this::awaited).flatMap(Optional::stream).toList();
  }

  private Optional<Invoice> awaited(ListenableFuture<LightningApi.Invoice> answer) {
    try {
      LightningApi.Invoice lnd = answer.get();
      Invoice invoice = LndInvoice.of(lnd);
      list.remember(invoice.paymentHash(), lnd.getAddIndex());
      return Optional.of(invoice);
    } catch (ExecutionException e) {
      if (LndErrors.saysUnknownInvoice(e)) {
        return Optional.empty();
      }
      throw connection.away(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientException("node-away", "Interrupted while LND was asked", e);
    }
  }

  private static LightningApi.PaymentHash named(PaymentHash hash) {
    return LightningApi.PaymentHash.newBuilder().setRHash(LndInvoice.bytes(hash)).build();
  }

  private Invoice known(PaymentHash hash) {
    return oneByOne(List.of(hash)).stream()
        .findFirst()
        .orElseThrow(() -> new UnknownInvoiceException("LND has no invoice of this payment hash"));
  }

  @Override
  public Invoice settle(Preimage preimage) {
    var settle =
        SettleInvoiceMsg.newBuilder().setPreimage(ByteString.copyFrom(preimage.bytes())).build();
    return after(preimage.hash(), () -> connection.invoices().settleInvoice(settle)).requireFinal();
  }

  @Override
  public Invoice cancel(PaymentHash hash) {
    var cancel = CancelInvoiceMsg.newBuilder().setPaymentHash(LndInvoice.bytes(hash)).build();
    return after(hash, () -> connection.invoices().cancelInvoice(cancel));
  }

  /** The invoice as it is after the command, or without it where it was not to be had. */
  private Invoice after(PaymentHash hash, Runnable command) {
    try {
      command.run();
    } catch (StatusRuntimeException e) {
      if (!LndErrors.saysOtherState(e) && !LndErrors.saysUnknownInvoice(e)) {
        throw connection.away(e);
      }
    }
    return known(hash);
  }

  @Override
  public Subscription subscribe(Consumer<Invoice> listener) {
    ping(); // a stream is begun whether LND is there or not
    var news = new LndNews(listener, settleIndex, connection::away);
    connection.streams().subscribeInvoices(sinceLastHeard(), news);
    return news;
  }

  /** An index of zero is no backlog; so is that of another node, which is forgotten. */
  private InvoiceSubscription sinceLastHeard() {
    if (!settleIndex.last().map(this::isOfThisNode).orElse(true)) {
      settleIndex.forget();
    }
    long index = settleIndex.last().map(SettleIndex.Heard::index).orElse(0L);
    return InvoiceSubscription.newBuilder().setSettleIndex(index).build();
  }

  private boolean isOfThisNode(SettleIndex.Heard heard) {
    try {
      return connection.lightning().lookupInvoice(named(heard.hash())).getSettleIndex()
          == heard.index();
    } catch (StatusRuntimeException e) {
      if (LndErrors.saysUnknownInvoice(e)) {
        return false;
      }
      throw connection.away(e);
    }
  }

  /** By a list of one: {@code invoice.macaroon} allows no {@code GetInfo}. */
  @Override
  public void ping() {
    connection.tryNow();
    call(list::newest);
  }

  private <T> T call(Supplier<T> call) {
    try {
      return call.get();
    } catch (StatusRuntimeException e) {
      throw connection.away(e);
    }
  }

  @Override
  public Optional<PayOuts> payOuts() {
    return payOuts.map(PayOuts.class::cast);
  }

  @Override
  public void close() {
    payOuts.ifPresent(LndPayOuts::close);
    connection.close();
  }
}
