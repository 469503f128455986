package market.caravan.lightning.lnd;

import com.google.protobuf.ByteString;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import market.caravan.lightning.Bolt11;
import market.caravan.lightning.Network;
import market.caravan.lightning.NodeKey;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import market.caravan.money.Msat;
import org.awaitility.Awaitility;
import org.lightningj.lnd.invoices.proto.InvoicesGrpc;
import org.lightningj.lnd.invoices.proto.InvoicesOuterClass.AddHoldInvoiceRequest;
import org.lightningj.lnd.invoices.proto.InvoicesOuterClass.AddHoldInvoiceResp;
import org.lightningj.lnd.invoices.proto.InvoicesOuterClass.CancelInvoiceMsg;
import org.lightningj.lnd.invoices.proto.InvoicesOuterClass.CancelInvoiceResp;
import org.lightningj.lnd.invoices.proto.InvoicesOuterClass.SettleInvoiceMsg;
import org.lightningj.lnd.invoices.proto.InvoicesOuterClass.SettleInvoiceResp;
import org.lightningj.lnd.proto.LightningApi.AddInvoiceResponse;
import org.lightningj.lnd.proto.LightningApi.Invoice;
import org.lightningj.lnd.proto.LightningApi.Invoice.InvoiceState;
import org.lightningj.lnd.proto.LightningApi.InvoiceSubscription;
import org.lightningj.lnd.proto.LightningApi.ListInvoiceRequest;
import org.lightningj.lnd.proto.LightningApi.ListInvoiceResponse;
import org.lightningj.lnd.proto.LightningGrpc;

/**
 * As much of LND as takes payments, behind a real socket with TLS and a macaroon. Each behaviour is
 * LND's own as its sources tell, which stand beside it; {@code invoices/errors.go} has the errors'
 * texts, which gRPC sends as UNKNOWN where a call gives them no status of their own.
 */
final class PretendedLnd implements AutoCloseable {

  private static final Set<Integer> FEATURES = Set.of(8, 14, 17);

  /**
   * Where none is asked for; its operator has set it ({@code bitcoin.timelockdelta}, {@code
   * lnrpc/invoicesrpc/addinvoice.go}, {@code DefaultCLTVExpiry}).
   */
  private static final int TIMELOCK_DELTA = 40;

  private static final Metadata.Key<String> MACAROON =
      Metadata.Key.of("macaroon", Metadata.ASCII_STRING_MARSHALLER);

  final String macaroon = randomHex();
  final String spendingMacaroon = randomHex();
  final PretendedRouter router = new PretendedRouter();
  private final NodeKey key = NodeKey.generate();
  private final TestCertificate certificate;
  private final Server server;
  private final Map<String, Invoice> invoices = new ConcurrentHashMap<>();
  private final List<StreamObserver<Invoice>> streams = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private long added;
  private long settled;

  /** What the next invoice is made of, in place of what was asked for. */
  volatile UnaryOperator<Invoice> lies = UnaryOperator.identity();

  /** Whether every macaroon is refused, as after the node has drawn new root keys. */
  volatile boolean refusesMacaroons;

  /** Calls of these names do what they are for, and then fail. */
  final Set<String> failAfter = ConcurrentHashMap.newKeySet();

  /** Calls of these names are never answered. */
  final Set<String> hang = ConcurrentHashMap.newKeySet();

  /** Calls of these names are answered so much later; the others go on meanwhile. */
  final Map<String, Duration> delay = new ConcurrentHashMap<>();

  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();

  PretendedLnd(Path directory) throws IOException, InterruptedException {
    certificate = TestCertificate.make(directory);
    server =
        Grpc.newServerBuilderForPort(
                0, TlsServerCredentials.create(certificate.certificate(), certificate.key()))
            .addService(ServerInterceptors.intercept(new Lightning(), new MacaroonCheck(macaroon)))
            .addService(ServerInterceptors.intercept(new Invoices(), new MacaroonCheck(macaroon)))
            .addService(ServerInterceptors.intercept(router, new MacaroonCheck(spendingMacaroon)))
            .build()
            .start();
  }

  private static String randomHex() {
    byte[] bytes = new byte[64];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  int port() {
    return server.getPort();
  }

  String certificate() {
    return certificate.pem();
  }

  String nodeId() {
    return key.nodeId();
  }

  /** The calls so far, by name. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  LndProperties properties(Duration deadline) {
    return properties(port(), deadline);
  }

  /** Over a line that begins at this port; it is pinged as soon as can be. */
  LndProperties properties(int port, Duration deadline) {
    return new LndProperties(
        "127.0.0.1",
        port,
        certificate(),
        macaroon,
        Network.REGTEST,
        nodeId(),
        false,
        deadline,
        Duration.ofSeconds(5),
        spendingMacaroon);
  }

  /**
   * Invoices are settled at once, those that hold accept the payment ({@code invoices/update.go},
   * {@code updateMpp}).
   */
  void pay(PaymentHash hash, Msat amount) {
    Invoice paid = received(invoice(hash), amount);
    put(paid.getRPreimage().isEmpty() ? accepted(paid) : settle(paid));
  }

  private static Invoice received(Invoice invoice, Msat amount) {
    return invoice.toBuilder().setAmtPaidMsat(amount.value()).build();
  }

  private static Invoice accepted(Invoice invoice) {
    return invoice.toBuilder().setState(InvoiceState.ACCEPTED).build();
  }

  private synchronized Invoice settle(Invoice invoice) {
    settled++;
    return invoice.toBuilder()
        .setState(InvoiceState.SETTLED)
        .setSettleDate(Instant.now().getEpochSecond())
        .setSettleIndex(settled)
        .build();
  }

  /** LND cancels what has expired ({@code invoices/invoice_expiry_watcher.go}). */
  void expire(PaymentHash hash) {
    put(invoice(hash).toBuilder().setState(InvoiceState.CANCELED).build());
  }

  private Invoice invoice(PaymentHash hash) {
    Invoice invoice = invoices.get(hash.hex());
    if (invoice == null) {
      throw new IllegalStateException("No such invoice");
    }
    return invoice;
  }

  /** Only what is added or settled is told of ({@code SubscribeInvoices}). */
  private void put(Invoice invoice) {
    invoices.put(LndInvoice.hash(invoice.getRHash()).hex(), invoice);
    if (invoice.getState() == InvoiceState.OPEN || invoice.getState() == InvoiceState.SETTLED) {
      streams.forEach(stream -> stream.onNext(invoice));
    }
  }

  /**
   * Tells of a spontaneous payment to somebody else, which has neither hash nor index ({@code
   * lnrpc/invoicesrpc/utils.go}, {@code CreateRPCInvoice} of an AMP invoice).
   */
  void tellOfAmpPayment() {
    Invoice amp = Invoice.newBuilder().setState(InvoiceState.SETTLED).setIsAmp(true).build();
    streams.forEach(stream -> stream.onNext(amp));
  }

  /** Tells of a settled invoice that it has not made, or that is another node's. */
  void tellOfSettled(PaymentHash hash, Msat amount) {
    Invoice settled =
        received(Invoice.newBuilder().setRHash(LndInvoice.bytes(hash)).build(), amount).toBuilder()
            .setState(InvoiceState.SETTLED)
            .setValueMsat(amount.value())
            .build();
    streams.forEach(stream -> stream.onNext(settled));
  }

  /** Another LND in its place, with the same certificate and macaroon. */
  void rebuild() {
    invoices.clear();
    added = 0;
    settled = 0;
  }

  /** Tells of it once more, as LND does to whoever subscribes again. */
  void repeat(PaymentHash hash) {
    streams.forEach(stream -> stream.onNext(invoice(hash)));
  }

  /**
   * Pays these and tells of the last one first: LND's queue of news is filled by whoever settles
   * ({@code invoices/invoiceregistry.go}, {@code notifyClients}), and promises no order.
   */
  void payAndTellTheOtherWayRound(List<PaymentHash> hashes, Msat amount) {
    List<StreamObserver<Invoice>> listening = List.copyOf(streams);
    streams.clear();
    hashes.forEach(hash -> pay(hash, amount));
    streams.addAll(listening);
    hashes.reversed().forEach(this::repeat);
  }

  int streams() {
    return streams.size();
  }

  void dropStreams() {
    List<StreamObserver<Invoice>> dropped = new ArrayList<>(streams);
    streams.clear();
    dropped.forEach(
        stream -> stream.onError(Status.UNAVAILABLE.withDescription("dropped").asException()));
  }

  @Override
  public void close() {
    later.shutdownNow();
    server.shutdownNow();
    Awaitility.await().until(server::isTerminated);
  }

  private <T> void answer(String call, StreamObserver<T> to, T answer) {
    Duration wait = delay.get(call);
    if (wait == null) {
      answerNow(call, to, answer);
    } else {
      Future<?> unused =
          later.schedule(() -> answerNow(call, to, answer), wait.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private <T> void answerNow(String call, StreamObserver<T> to, T answer) {
    if (hang.contains(call)) {
      return;
    }
    if (failAfter.contains(call)) {
      to.onError(Status.UNAVAILABLE.withDescription("lost").asException());
      return;
    }
    to.onNext(answer);
    to.onCompleted();
  }

  private static void refuse(StreamObserver<?> to, Status status, String text) {
    to.onError(status.withDescription(text).asException());
  }

  private synchronized Invoice added(Invoice request) {
    Invoice invoice = lies.apply(request);
    added++;
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Invoice made =
        request.toBuilder()
            .setCreationDate(now.getEpochSecond())
            .setPaymentRequest(text(invoice, now))
            .setAddIndex(added)
            .build();
    put(made);
    return made;
  }

  private String text(Invoice invoice, Instant now) {
    return new Bolt11(
            invoice.getFallbackAddr().equals("other network") ? Network.BITCOIN : Network.REGTEST,
            new Msat(invoice.getValueMsat()),
            now,
            key.nodeId(),
            LndInvoice.hash(invoice.getRHash()),
            randomHex().substring(64),
            invoice.getMemo(),
            null,
            Duration.ofSeconds(invoice.getExpiry()),
            invoice.getCltvExpiry() == 0 ? TIMELOCK_DELTA : (int) invoice.getCltvExpiry(),
            FEATURES,
            List.of(),
            List.of(),
            null)
        .encode(key);
  }

  private final class Lightning extends LightningGrpc.LightningImplBase {

    /**
     * {@code rpcserver.go}, {@code AddInvoice}; the same hash a second time is {@code
     * ErrDuplicateInvoice}, and a memo that is too long is zpay32's error ({@code
     * zpay32/encode.go}).
     */
    @Override
    public void addInvoice(Invoice request, StreamObserver<AddInvoiceResponse> to) {
      asked.add("addInvoice");
      ByteString hash = LndInvoice.bytes(Preimage.of(request.getRPreimage().toByteArray()).hash());
      if (invoices.containsKey(LndInvoice.hash(hash).hex())) {
        refuse(to, Status.UNKNOWN, "invoice with payment hash already exists");
      } else if (request.getMemo().length() > Bolt11.MAX_DESCRIPTION_BYTES) {
        refuse(to, Status.UNKNOWN, "data length too big to fit within 10 bits: 1024");
      } else {
        Invoice made = added(request.toBuilder().setRHash(hash).build());
        answer(
            "addInvoice",
            to,
            AddInvoiceResponse.newBuilder()
                .setRHash(hash)
                .setPaymentRequest(made.getPaymentRequest())
                .setAddIndex(made.getAddIndex())
                .build());
      }
    }

    /** {@code rpcserver.go}, {@code LookupInvoice}: NOT_FOUND is a status of its own. */
    @Override
    public void lookupInvoice(
        org.lightningj.lnd.proto.LightningApi.PaymentHash request, StreamObserver<Invoice> to) {
      asked.add("lookupInvoice");
      Invoice invoice = invoices.get(LndInvoice.hash(request.getRHash()).hex());
      if (invoice == null) {
        refuse(to, Status.NOT_FOUND, "unable to locate invoice");
      } else {
        answer("lookupInvoice", to, invoice);
      }
    }

    /**
     * From the index on, without the invoice at it, in the order in which they were added ({@code
     * lnrpc/lightning.proto}, {@code ListInvoiceRequest}).
     */
    @Override
    public void listInvoices(ListInvoiceRequest request, StreamObserver<ListInvoiceResponse> to) {
      asked.add("listInvoices after " + request.getIndexOffset());
      List<Invoice> page =
          invoices.values().stream()
              .filter(invoice -> invoice.getAddIndex() > request.getIndexOffset())
              .filter(invoice -> !request.getPendingOnly() || isPending(invoice))
              .filter(invoice -> invoice.getCreationDate() >= request.getCreationDateStart())
              .filter(
                  invoice ->
                      request.getCreationDateEnd() == 0
                          || invoice.getCreationDate() <= request.getCreationDateEnd())
              .sorted(Comparator.comparingLong(Invoice::getAddIndex))
              .limit(request.getNumMaxInvoices())
              .toList();
      long last = page.isEmpty() ? 0 : page.getLast().getAddIndex();
      answer(
          "listInvoices",
          to,
          ListInvoiceResponse.newBuilder().addAllInvoices(page).setLastIndexOffset(last).build());
    }

    /**
     * {@code lnrpc/lightning.proto}, {@code InvoiceSubscription}: what was settled after the index
     * first, without the invoice at it, and nothing of the past where the index is zero.
     */
    @Override
    public void subscribeInvoices(InvoiceSubscription request, StreamObserver<Invoice> to) {
      asked.add("subscribeInvoices after " + request.getSettleIndex());
      ((ServerCallStreamObserver<Invoice>) to).setOnCancelHandler(() -> streams.remove(to));
      if (request.getSettleIndex() > 0) {
        invoices.values().stream()
            .filter(invoice -> invoice.getSettleIndex() > request.getSettleIndex())
            .sorted(Comparator.comparingLong(Invoice::getSettleIndex))
            .forEach(to::onNext);
      }
      streams.add(to);
    }

    private static boolean isPending(Invoice invoice) {
      return invoice.getState() == InvoiceState.OPEN || invoice.getState() == InvoiceState.ACCEPTED;
    }
  }

  private final class Invoices extends InvoicesGrpc.InvoicesImplBase {

    /** {@code lnrpc/invoicesrpc/invoices_server.go}, {@code AddHoldInvoice}. */
    @Override
    public void addHoldInvoice(
        AddHoldInvoiceRequest request, StreamObserver<AddHoldInvoiceResp> to) {
      asked.add("addHoldInvoice");
      if (invoices.containsKey(LndInvoice.hash(request.getHash()).hex())) {
        refuse(to, Status.UNKNOWN, "invoice with payment hash already exists");
        return;
      }
      Invoice made =
          added(
              Invoice.newBuilder()
                  .setRHash(request.getHash())
                  .setMemo(request.getMemo())
                  .setValueMsat(request.getValueMsat())
                  .setExpiry(request.getExpiry())
                  .setCltvExpiry(request.getCltvExpiry())
                  .build());
      answer(
          "addHoldInvoice",
          to,
          AddHoldInvoiceResp.newBuilder()
              .setPaymentRequest(made.getPaymentRequest())
              .setAddIndex(made.getAddIndex())
              .build());
    }

    /**
     * {@code invoices/invoiceregistry.go}, {@code SettleHodlInvoice}: what is settled already is an
     * error there, of which {@code lnrpc/invoicesrpc/invoices_server.go} makes a success.
     */
    @Override
    public void settleInvoice(SettleInvoiceMsg request, StreamObserver<SettleInvoiceResp> to) {
      asked.add("settleInvoice");
      Preimage preimage = Preimage.of(request.getPreimage().toByteArray());
      Invoice invoice = invoices.get(preimage.hash().hex());
      if (invoice == null) {
        refuse(to, Status.UNKNOWN, "unable to locate invoice");
      } else if (invoice.getState() == InvoiceState.OPEN) {
        refuse(to, Status.UNKNOWN, "invoice still open");
      } else if (invoice.getState() == InvoiceState.CANCELED) {
        refuse(to, Status.UNKNOWN, "invoice already canceled");
      } else {
        if (invoice.getState() == InvoiceState.ACCEPTED) {
          put(settle(invoice));
        }
        answer("settleInvoice", to, SettleInvoiceResp.getDefaultInstance());
      }
    }

    /**
     * {@code invoices/invoiceregistry.go}, {@code cancelInvoiceImpl}: what is cancelled already is
     * a success, what is settled {@code ErrInvoiceAlreadySettled}, and an unknown hash has no
     * status of its own.
     */
    @Override
    public void cancelInvoice(CancelInvoiceMsg request, StreamObserver<CancelInvoiceResp> to) {
      asked.add("cancelInvoice");
      Invoice invoice = invoices.get(LndInvoice.hash(request.getPaymentHash()).hex());
      if (invoice == null) {
        refuse(to, Status.UNKNOWN, "unable to locate invoice");
      } else if (invoice.getState() == InvoiceState.SETTLED) {
        refuse(to, Status.UNKNOWN, "invoice already settled");
      } else {
        put(invoice.toBuilder().setState(InvoiceState.CANCELED).build());
        answer("cancelInvoice", to, CancelInvoiceResp.getDefaultInstance());
      }
    }
  }

  /** {@code macaroons/service.go}, {@code ValidateMacaroon}, whose errors have no status. */
  private final class MacaroonCheck implements ServerInterceptor {

    private final String macaroon;

    private MacaroonCheck(String macaroon) {
      this.macaroon = macaroon;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      if (!refusesMacaroons && macaroon.equals(headers.get(MACAROON))) {
        return next.startCall(call, headers);
      }
      call.close(
          Status.UNKNOWN.withDescription(
              "verification failed: signature mismatch after caveat verification"),
          new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }
}
