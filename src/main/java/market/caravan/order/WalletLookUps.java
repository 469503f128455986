package market.caravan.order;

import static market.caravan.order.Orders.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import market.caravan.Claims;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Wallets;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Scope;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * When a wallet's node is asked how an open invoice stands, for its news may have been missed: at
 * certain ages, each three times the one before, and at its expiry; where payments are held, every
 * few seconds. Nothing is written down for that, and asking twice does no harm: whoever has just
 * started, or could not ask, asks for all that is open.
 */
@Repository
@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE) // one for each wallet
public class WalletLookUps {

  private static final int FACTOR = 3;

  /** Where the round before ended longer ago, we were away: all that is open is asked for. */
  private static final Duration GAP = Duration.ofMinutes(1);

  /** Invoices of one call. */
  private static final int SIZE = 500;

  private static final String OPEN =
      " FROM invoice WHERE state IN ('OPEN', 'HELD') AND instruction IS NULL ";

  private static final String OLDEST =
      "SELECT opened_at" + OPEN + "%s ORDER BY opened_at, order_seq LIMIT 1";

  private static final String OPENED =
      "SELECT payment_hash" + OPEN + "%s AND opened_at > :after AND opened_at <= :until";

  /** Nodes may tell of no payment that is locked in: these are looked up again and again. */
  private static final String MAY_BE_HELD =
      "SELECT payment_hash"
          + OPEN
          + """
          %s AND hold AND state = 'OPEN' AND opened_at <= :until
            AND floor(extract(epoch FROM cast(:until AS timestamptz) - opened_at) / :every)
              > floor(extract(epoch FROM cast(:after AS timestamptz) - opened_at) / :every)
          """;

  private static final String EXPIRED =
      "SELECT payment_hash" + OPEN + "%s AND expires_at > :after AND expires_at <= :until";

  private static final String PAGE =
      "SELECT payment_hash, opened_at, order_seq"
          + OPEN
          + "%s AND (opened_at, order_seq) > (:opened, :order) ORDER BY opened_at, order_seq LIMIT "
          + SIZE;

  private final String wallet;
  private final boolean alone;
  private final JdbcClient jdbc;
  private final CheckoutProperties properties;
  private final Clock clock;
  private Instant askedUntil = Instant.EPOCH;
  private Instant lastEnd = Instant.EPOCH;
  private @Nullable Instant missedAt;
  private @Nullable Instant turnedAt;

  /**
   * @param wallet its name
   * @param alone whether there is no other wallet
   */
  WalletLookUps(
      String wallet, boolean alone, JdbcClient jdbc, CheckoutProperties properties, Clock clock) {
    this.wallet = wallet;
    this.alone = alone;
    this.jdbc = jdbc;
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
    Set<PaymentHash> due = new LinkedHashSet<>(select(EXPIRED, after, until));
    if (properties.holdsPayments()) {
      due.addAll(select(MAY_BE_HELD, after, until));
    }
    Optional<OffsetDateTime> oldest = sql(OLDEST).query(OffsetDateTime.class).optional();
    if (oldest.isPresent()) {
      Instant opened = oldest.get().toInstant();
      Duration age = properties.firstLookUp();
      while (!opened.plus(age).isAfter(until)) {
        due.addAll(select(OPENED, after.minus(age), until.minus(age)));
        age = age.multipliedBy(FACTOR);
      }
    }
    return due;
  }

  /** Of this wallet, where there are others. */
  private JdbcClient.StatementSpec sql(String text) {
    return jdbc.sql(text.formatted(alone ? "" : "AND wallet = ANY (:wallets)"))
        .param("wallets", Wallets.stored(wallet).toArray(String[]::new));
  }

  private List<PaymentHash> select(String what, Instant after, Instant until) {
    return sql(what)
        .param("after", timestamp(after))
        .param("until", timestamp(until))
        .param("every", properties.heldLookUp().toSeconds())
        .query((row, number) -> new PaymentHash(row.getString("payment_hash")))
        .list();
  }

  private static List<List<PaymentHash>> calls(List<PaymentHash> due) {
    List<List<PaymentHash>> calls = new ArrayList<>();
    for (int from = 0; from < due.size(); from += SIZE) {
      calls.add(due.subList(from, Math.min(due.size(), from + SIZE)));
    }
    return calls;
  }

  /** An invoice with its place among all that are open. */
  private record Row(PaymentHash hash, Instant opened, long order) {

    static Row of(ResultSet row, int number) throws SQLException {
      return new Row(
          new PaymentHash(row.getString("payment_hash")),
          row.getObject("opened_at", OffsetDateTime.class).toInstant(),
          row.getLong("order_seq"));
    }
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
      List<Row> page =
          sql(PAGE).param("opened", timestamp(opened)).param("order", order).query(Row::of).list();
      if (page.isEmpty()) {
        ended(begun);
        return new Claims.Batch<>(List.of(), true);
      }
      opened = page.getLast().opened();
      order = page.getLast().order();
      return new Claims.Batch<>(List.of(page.stream().map(Row::hash).toList()), false);
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
