package market.caravan.lightning.wallets;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import market.caravan.CaravanException;
import market.caravan.PermanentException;
import market.caravan.TransientException;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.InvoiceRefusedException;
import market.caravan.lightning.InvoiceRequest;
import market.caravan.lightning.LightningNode;
import market.caravan.lightning.NodeAwayException;
import market.caravan.lightning.PayOuts;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import market.caravan.lightning.Readiness;
import market.caravan.lightning.Refusals;
import market.caravan.lightning.SettledPage;
import market.caravan.lightning.SettledQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A wallet's node, which harms nobody else when it is away: it is left alone once it has not
 * answered several times, and then pinged now and then until it answers; and beside other wallets
 * only so many calls may wait for it.
 */
final class GuardedNode implements LightningNode {

  private static final Logger LOG = LoggerFactory.getLogger(GuardedNode.class);

  /** What a node answers that is there, but is not what was configured or asked for. */
  private static final Set<String> REFUSED =
      Set.of(
          "macaroon-refused",
          "pay-out-macaroon-refused",
          "pay-out-unclear",
          "node-differs",
          "invoice-differs",
          "answer-differs");

  /** A node that answers so takes payments all the same: it is there, for the operator to mend. */
  private static final Set<String> MENDED_BY_OPERATOR =
      Set.of("node-differs", "pay-out-macaroon-refused", "pay-out-unclear");

  private static final long PATIENCE_MS = 100;

  private final String wallet;
  private final LightningNode node;
  private final int calls;
  private final Semaphore places;
  private final Optional<PayOuts> payOuts;
  private final CircuitBreaker breaker;
  private final Duration retryAfter;
  private final Refusals refusals;
  private final Clock clock;
  private final ScheduledExecutorService timer;
  private volatile Instant retryAt = Instant.EPOCH;

  /**
   * @param calls that may wait for it at the same time
   */
  GuardedNode(
      String wallet,
      LightningNode node,
      int calls,
      WalletsProperties.Breaker settings,
      Refusals refusals,
      Clock clock) {
    this.wallet = wallet;
    this.node = node;
    this.calls = calls;
    this.places = new Semaphore(calls);
    this.payOuts = node.payOuts().map(each -> new GuardedPayOuts(each, this));
    this.retryAfter = settings.retryAfter();
    this.refusals = refusals;
    this.clock = clock;
    timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("lightning-" + wallet + "-probe").factory());
    breaker = CircuitBreaker.of(wallet, configuration(settings));
    breaker
        .getEventPublisher()
        .onStateTransition(
            event -> {
              switch (event.getStateTransition()) {
                case CLOSED_TO_OPEN -> leaveAlone();
                case HALF_OPEN_TO_CLOSED -> LOG.info("The node of wallet '{}' is back", wallet);
                default -> LOG.debug("The node of wallet '{}' is tried", wallet);
              }
            });
  }

  private static CircuitBreakerConfig configuration(WalletsProperties.Breaker settings) {
    return CircuitBreakerConfig.custom()
        .slidingWindowSize(2 * settings.failures())
        .minimumNumberOfCalls(settings.failures())
        .failureRateThreshold(50)
        .permittedNumberOfCallsInHalfOpenState(1)
        .recordException(GuardedNode::isAbsence)
        .writableStackTraceEnabled(false)
        .build();
  }

  private static boolean isAbsence(Throwable failure) {
    return failure instanceof TransientException away && !MENDED_BY_OPERATOR.contains(away.code());
  }

  private void leaveAlone() {
    tryLater();
    LOG.warn(
        "The node of wallet '{}' does not answer: it is left alone, and tried every {} s",
        wallet,
        retryAfter.toSeconds());
  }

  private void tryLater() {
    retryAt = clock.instant().plus(retryAfter);
    try {
      Future<?> unused = timer.schedule(this::probe, retryAfter.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("Closed, it is not tried any more", e);
    }
  }

  private void probe() {
    try {
      breaker.transitionToHalfOpenState();
      breaker.executeRunnable(node::ping);
    } catch (RuntimeException e) {
      LOG.debug("The node of wallet '{}' is still away", wallet, e);
    } finally {
      if (isLeftAlone()) {
        tryLater();
      }
    }
  }

  private boolean isLeftAlone() {
    return breaker.getState() != CircuitBreaker.State.CLOSED;
  }

  @Override
  public Readiness readiness() {
    if (isLeftAlone()) {
      return Readiness.AWAY;
    }
    return places.availablePermits() <= calls / 2 ? Readiness.BUSY : Readiness.READY;
  }

  @Override
  public Invoice create(InvoiceRequest request) {
    Invoice invoice = placed(places, () -> node.create(request));
    if (!request.isOfAmount(invoice)) {
      String message = "The node's invoice is not of the amount that it was asked for";
      refusals.count(wallet, "invoice-differs", message);
      throw new InvoiceRefusedException("invoice-differs", message);
    }
    return takesPreimages() ? of(request.paymentHash(), invoice) : invoice;
  }

  @Override
  public boolean takesPreimages() {
    return node.takesPreimages();
  }

  @Override
  public boolean holds() {
    return node.holds();
  }

  /** What was not asked for is none of the answers. */
  @Override
  public List<Invoice> lookUp(Collection<PaymentHash> hashes) {
    Set<PaymentHash> asked = Set.copyOf(hashes);
    return guarded(() -> node.lookUp(hashes)).stream()
        .filter(invoice -> asked.contains(invoice.paymentHash()))
        .toList();
  }

  @Override
  public SettledPage settled(SettledQuery query) {
    return guarded(() -> node.settled(query));
  }

  @Override
  public Invoice settle(Preimage preimage) {
    return of(preimage.hash(), placed(places, () -> node.settle(preimage)));
  }

  @Override
  public Invoice cancel(PaymentHash hash) {
    return of(hash, placed(places, () -> node.cancel(hash)));
  }

  @Override
  public Subscription subscribe(Consumer<Invoice> listener) {
    return guarded(() -> node.subscribe(listener));
  }

  @Override
  public void ping() {
    guarded(
        () -> {
          node.ping();
          return wallet;
        });
  }

  private Invoice of(PaymentHash hash, Invoice answer) {
    if (!answer.paymentHash().equals(hash)) {
      String message = "The node's answer is about an invoice that it was not asked for";
      refusals.count(wallet, "answer-differs", message);
      throw new PermanentException("answer-differs", message);
    }
    return answer;
  }

  @Override
  public Optional<PayOuts> payOuts() {
    return payOuts;
  }

  /** Only so many wait for this node; who finds no place comes again a little later. */
  <T> T placed(Semaphore free, Supplier<T> call) {
    if (isLeftAlone()) {
      throw leftAlone();
    }
    if (!enter(free)) {
      throw new TransientException(
          "wallet-busy", "Enough calls wait for the node of wallet '" + wallet + "' already");
    }
    try {
      return guarded(call);
    } finally {
      free.release();
    }
  }

  private static boolean enter(Semaphore free) {
    try {
      return free.tryAcquire(PATIENCE_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private <T> T guarded(Supplier<T> call) {
    if (isLeftAlone()) {
      throw leftAlone();
    }
    try {
      return breaker.executeSupplier(call);
    } catch (CallNotPermittedException e) {
      throw leftAlone();
    } catch (CaravanException e) {
      if (REFUSED.contains(e.code())) {
        refusals.count(wallet, e.code(), String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  private NodeAwayException leftAlone() {
    return new NodeAwayException(
        "The node of wallet '%s' has not answered several times, it is tried again at %s"
            .formatted(wallet, retryAt.truncatedTo(ChronoUnit.SECONDS)));
  }

  @Override
  public void close() {
    timer.shutdownNow();
    node.close();
  }
}
