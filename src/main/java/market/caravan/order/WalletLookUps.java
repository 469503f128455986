package market.caravan.order;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import market.caravan.Claims;
import market.caravan.lightning.PaymentHash;
import org.jspecify.annotations.Nullable;

/**
 * When a wallet's node is asked how an open invoice stands, for its news may have been missed: at
 * certain ages, each three times the one before, and at its expiry; where payments are held, every
 * few seconds. Nothing is written down for that, and asking twice does no harm: whoever has just
 * started, or could not ask, asks for all that is open.
 */
public final class WalletLookUps {

  private static final int FACTOR = 3;

  /** Where the round before ended longer ago, we were away: all that is open is asked for. */
  private static final Duration GAP = Duration.ofMinutes(1);

  private final String wallet;
  private final OpenInvoices invoices;
  private final CheckoutProperties properties;
  private final Clock clock;
  private Instant askedUntil = Instant.EPOCH;
  private Instant lastEnd = Instant.EPOCH;
  private @Nullable Instant missedAt;
  private @Nullable Instant turnedAt;

  WalletLookUps(String wallet, OpenInvoices invoices, CheckoutProperties properties, Clock clock) {
    this.wallet = wallet;
    this.invoices = invoices;
    this.properties = properties;
    this.clock = clock;
  }

  public String wallet() {
    return wallet;
  }

  /**
   * Whether no round is under way, so that this one may be; one that was lost is over some time.
   */
  synchronized boolean begin() {
    Instant now = clock.instant();
    boolean free = turnedAt == null || now.isBefore(turnedAt) || now.isAfter(turnedAt.plus(GAP));
    if (free) {
      turnedAt = now;
    }
    return free;
  }

  private synchronized void turn(boolean goesOn) {
    turnedAt = goesOn ? clock.instant() : null;
  }

  /**
   * A round: what is {@link #due}, and at last an empty call, which is taken when the one before it
   * was made, and ends the round.
   */
  Iterator<List<PaymentHash>> round() {
    Iterator<List<PaymentHash>> calls = due();
    return new Iterator<>() {
      private boolean ended;

      @Override
      public boolean hasNext() {
        return !ended;
      }

      @Override
      public List<PaymentHash> next() {
        boolean goesOn = false;
        try {
          goesOn = calls.hasNext();
          return goesOn ? calls.next() : List.of();
        } finally {
          ended = !goesOn;
          turn(goesOn);
        }
      }
    };
  }

  /**
   * Payment hashes that have come due since the round before, or those of all that is open, those
   * of a call at a time.
   */
  Iterator<List<PaymentHash>> due() {
    Instant now = clock.instant();
    return new Claims<>(isAllToBeAsked(now) ? new Everything(now) : () -> dueUntil(now));
  }

  private synchronized boolean isAllToBeAsked(Instant now) {
    boolean away = now.isBefore(lastEnd) || now.isAfter(lastEnd.plus(GAP));
    Instant missed = missedAt;
    boolean owed = missed != null && !now.isBefore(missed.plus(properties.firstLookUp()));
    if (away || owed) {
      missedAt = null;
    }
    return away || owed;
  }

  /** What came due until then has been asked for. */
  private synchronized void ended(Instant until) {
    askedUntil = until;
    lastEnd = clock.instant();
  }

  private synchronized Instant askedUntil() {
    return askedUntil;
  }

  private Claims.Batch<List<PaymentHash>> dueUntil(Instant now) {
    List<PaymentHash> due = List.copyOf(dueBetween(askedUntil(), now));
    ended(now);
    return new Claims.Batch<>(calls(due), true);
  }

  private Set<PaymentHash> dueBetween(Instant after, Instant until) {
    Set<PaymentHash> due = new LinkedHashSet<>(invoices.expired(wallet, after, until));
    if (properties.holdsPayments()) { // nodes may tell of none that is locked in
      due.addAll(invoices.mayBeHeld(wallet, after, until, properties.heldLookUp()));
    }
    Optional<Instant> oldest = invoices.oldest(wallet);
    if (oldest.isPresent()) {
      Duration age = properties.firstLookUp();
      while (!oldest.get().plus(age).isAfter(until)) {
        due.addAll(invoices.opened(wallet, after.minus(age), until.minus(age)));
        age = age.multipliedBy(FACTOR);
      }
    }
    return due;
  }

  private static List<List<PaymentHash>> calls(List<PaymentHash> due) {
    List<List<PaymentHash>> calls = new ArrayList<>();
    for (int from = 0; from < due.size(); from += OpenInvoices.SIZE) {
      calls.add(due.subList(from, Math.min(due.size(), from + OpenInvoices.SIZE)));
    }
    return calls;
  }

  /** All that is open, a page at a time. */
  private final class Everything implements Supplier<Claims.Batch<List<PaymentHash>>> {

    private final Instant begun;
    private Instant opened = Instant.EPOCH;
    private long order;

    Everything(Instant begun) {
      this.begun = begun;
    }

    @Override
    public Claims.Batch<List<PaymentHash>> get() {
      try {
        return next();
      } catch (RuntimeException e) {
        missed();
        throw e;
      }
    }

    private Claims.Batch<List<PaymentHash>> next() {
      List<OpenInvoices.Place> page = invoices.page(wallet, opened, order);
      if (page.isEmpty()) {
        ended(begun);
        return new Claims.Batch<>(List.of(), true);
      }
      opened = page.getLast().opened();
      order = page.getLast().order();
      return new Claims.Batch<>(
          List.of(page.stream().map(OpenInvoices.Place::hash).toList()), false);
    }
  }

  /**
   * The node could not be asked, or its news not recorded: a little later it is asked for all that
   * is open, however much more is missed until then.
   */
  synchronized void missed() {
    if (missedAt == null) {
      missedAt = clock.instant();
    }
  }
}
