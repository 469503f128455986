package market.caravan.order;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import market.caravan.TransientException;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.Invoice.State;
import market.caravan.lightning.InvoiceRequest;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import market.caravan.lightning.UnaskedNode;
import market.caravan.lightning.UnknownInvoiceException;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;

/** A node that keeps its invoices as a node does, and answers badly when a test says so. */
final class FickleNode extends UnaskedNode {

  /** What it is asked. */
  enum Call {
    CREATE,
    LOOK_UP,
    SETTLE,
    CANCEL
  }

  /** What becomes of a call. */
  enum Fault {
    /** It is not heard. */
    AWAY,
    /** It is done, and its answer is lost. */
    LOST,
    /** It is done, and its answer says what was before. */
    STALE
  }

  /**
   * One of its invoices.
   *
   * @param hold whether its payment is locked in first
   * @param memo names the order
   */
  record Kept(Invoice invoice, boolean hold, String memo) {

    PaymentHash hash() {
      return invoice.paymentHash();
    }

    Kept with(State state, Msat received, @Nullable Instant settledAt) {
      return new Kept(
          new Invoice(
              invoice.paymentHash(),
              invoice.bolt11(),
              invoice.amount(),
              received,
              state,
              invoice.expiresAt(),
              settledAt),
          hold,
          memo);
    }
  }

  private final Clock clock;
  private final boolean takesPreimages;

  /** Its own payment hashes, by those that it was asked for. */
  private final Map<PaymentHash, PaymentHash> own = new HashMap<>();

  private final Map<PaymentHash, Kept> invoices = new LinkedHashMap<>();
  private final Map<Call, Fault> faults = new EnumMap<>(Call.class);

  /** What it has told of, and nobody has heard yet. */
  final List<Invoice> news = new ArrayList<>();

  private final Set<PaymentHash> takenBack = new HashSet<>();
  private boolean disturbed;

  /**
   * @param takesPreimages whether its invoices have the payment hash that they are asked for
   */
  FickleNode(Clock clock, boolean takesPreimages) {
    this.clock = clock;
    this.takesPreimages = takesPreimages;
  }

  @Override
  public boolean takesPreimages() {
    return takesPreimages;
  }

  /** The next call of that kind comes to this. */
  void misbehave(Call call, Fault fault) {
    faults.put(call, fault);
  }

  void behave() {
    faults.clear();
  }

  /** What has gone wrong so far is forgotten. */
  void forgive() {
    disturbed = false;
  }

  /** Whether a call has gone wrong since then. */
  boolean wasDisturbed() {
    return disturbed;
  }

  List<Kept> that(Predicate<Kept> is) {
    return invoices.values().stream().filter(is).toList();
  }

  List<Kept> in(State state) {
    return that(kept -> kept.invoice().state() == state);
  }

  Kept kept(PaymentHash hash) {
    return Objects.requireNonNull(invoices.get(hash));
  }

  @Override
  public Invoice create(InvoiceRequest request) {
    PaymentHash hash = hash(request.paymentHash());
    return answer(
        Call.CREATE, hash, () -> invoices.computeIfAbsent(hash, unknown -> open(unknown, request)));
  }

  private PaymentHash hash(PaymentHash asked) {
    return takesPreimages ? asked : own.computeIfAbsent(asked, unknown -> Preimage.random().hash());
  }

  private Kept open(PaymentHash hash, InvoiceRequest request) {
    String text = "lnbcrt" + hash.hex();
    Instant expiresAt = clock.instant().plus(request.expiry());
    return new Kept(
        new Invoice(hash, text, request.amount(), Msat.ZERO, State.OPEN, expiresAt, null),
        request.isHold(),
        request.memo());
  }

  @Override
  public List<Invoice> lookUp(Collection<PaymentHash> hashes) {
    Fault fault = fault(Call.LOOK_UP);
    List<Invoice> found =
        hashes.stream()
            .flatMap(hash -> Optional.ofNullable(invoices.get(hash)).stream())
            .map(Kept::invoice)
            .toList();
    return switch (fault) {
      case null -> found;
      case AWAY, LOST -> throw away();
      case STALE -> List.of();
    };
  }

  @Override
  public Invoice settle(Preimage preimage) {
    PaymentHash hash = preimage.hash();
    return answer(
            Call.SETTLE,
            hash,
            () -> {
              Kept kept = known(hash);
              if (kept.invoice().state() == State.HELD) {
                change(kept.with(State.SETTLED, kept.invoice().received(), clock.instant()));
              }
            })
        .requireFinal();
  }

  @Override
  public Invoice cancel(PaymentHash hash) {
    return answer(
        Call.CANCEL,
        hash,
        () -> {
          Kept kept = known(hash);
          if (!kept.invoice().state().isFinal()) {
            change(kept.with(State.CANCELLED, Msat.ZERO, null));
          }
        });
  }

  private Invoice answer(Call call, PaymentHash hash, Runnable deed) {
    Fault fault = fault(call);
    if (fault == Fault.AWAY) {
      throw away();
    }
    Kept before = invoices.get(hash);
    deed.run();
    if (fault == Fault.LOST) {
      throw away();
    }
    Kept now = known(hash);
    return fault == Fault.STALE && before != null ? before.invoice() : now.invoice();
  }

  private @Nullable Fault fault(Call call) {
    Fault fault = faults.remove(call);
    disturbed |= fault != null;
    return fault;
  }

  private static TransientException away() {
    return new TransientException("node-away", "The node does not answer");
  }

  private Kept known(PaymentHash hash) {
    Kept kept = invoices.get(hash);
    if (kept == null) {
      throw new UnknownInvoiceException("Nobody has made this invoice");
    }
    return kept;
  }

  private void change(Kept kept) {
    invoices.put(kept.hash(), kept);
    news.add(kept.invoice());
  }

  /** A customer's wallet pays, if the invoice is payable yet. */
  void pay(Kept kept, Msat amount) {
    if (kept.invoice().state() == State.OPEN
        && clock.instant().isBefore(kept.invoice().expiresAt())) {
      change(
          kept.hold()
              ? kept.with(State.HELD, amount, null)
              : kept.with(State.SETTLED, amount, clock.instant()));
    }
  }

  /** Its time is over, by the node's own clock. */
  void expire(Kept kept) {
    change(kept.with(State.EXPIRED, Msat.ZERO, null));
  }

  /** Whoever does not listen misses what it tells. */
  void loseNews() {
    news.removeIf(invoice -> !takenBack.contains(invoice.paymentHash()));
  }

  /**
   * A payment comes in that it had called impossible. It says so until somebody hears it, as LND
   * does of whatever is settled: its word was final, so nobody asks it again.
   */
  void settleAllTheSame(Kept kept) {
    takenBack.add(kept.hash());
    change(kept.with(State.SETTLED, kept.invoice().amount(), clock.instant()));
  }
}
