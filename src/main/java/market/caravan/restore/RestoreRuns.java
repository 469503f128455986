package market.caravan.restore;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import market.caravan.Instance;
import market.caravan.PermanentException;
import market.caravan.mailbox.History;
import market.caravan.nostr.EventId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The runs that were made, are under way, or asked for. */
@Repository
public class RestoreRuns {

  private static final int MOST_LISTED = 100;
  private static final Duration KEPT = Duration.ofDays(90);

  private final JdbcClient jdbc;
  private final RestoreProperties properties;
  private final Instance instance;
  private final Clock clock;

  RestoreRuns(JdbcClient jdbc, RestoreProperties properties, Instance instance, Clock clock) {
    this.jdbc = jdbc;
    this.properties = properties;
    this.instance = instance;
    this.clock = clock;
  }

  /**
   * Asks for a run, which a route then makes. One of all messages that is under way is the one.
   *
   * @param event of the one message that it is about; null for all
   */
  public RestoreRun request(String merchantId, @Nullable EventId event, boolean dryRun) {
    return request(merchantId, event, dryRun, Duration.ZERO);
  }

  /** The same, for whoever makes it at once: only if they don't does a route. */
  public RestoreRun announce(String merchantId, @Nullable EventId event) {
    return request(merchantId, event, false, properties.pause());
  }

  private RestoreRun request(
      String merchantId, @Nullable EventId event, boolean dryRun, Duration patience) {
    forgetOld();
    List<Long> ids =
        jdbc.sql(
                """
                INSERT INTO restore_run (merchant_id, event_id, dry_run, state, requested_at, due_at)
                VALUES (:merchant, :event, :dry_run, 'UNDER_WAY', :now, :due)
                ON CONFLICT (merchant_id) WHERE finished_at IS NULL AND event_id IS NULL DO NOTHING
                RETURNING id
                """)
            .param("merchant", merchantId)
            .param("event", event == null ? null : event.hex())
            .param("dry_run", dryRun)
            .param("now", time(clock.instant()))
            .param("due", time(clock.instant().plus(patience)))
            .query(Long.class)
            .list();
    return (ids.isEmpty() ? underWay(merchantId) : find(ids.getFirst()))
        .orElseGet(() -> request(merchantId, event, dryRun, patience));
  }

  private void forgetOld() {
    jdbc.sql("DELETE FROM restore_run WHERE finished_at < :before")
        .param("before", time(clock.instant().minus(KEPT)))
        .update();
  }

  /** Asks for the night's, of every merchant with history, where there is to be one. */
  void requestNightly() {
    LocalTime at = properties.at();
    if (at == null) {
      return;
    }
    Instant now = clock.instant();
    Instant today = now.atOffset(ZoneOffset.UTC).with(at).toInstant();
    Instant last = today.isAfter(now) ? today.minus(Duration.ofDays(1)) : today;
    if (now.isAfter(last.plus(Duration.ofHours(1)))) {
      return;
    }
    jdbc.sql(
            """
            INSERT INTO restore_run (merchant_id, dry_run, state, requested_at, due_at)
            SELECT id, FALSE, 'UNDER_WAY', :now, :now FROM merchant
            WHERE NOT EXISTS (SELECT FROM restore_run r WHERE r.merchant_id = merchant.id
                AND r.event_id IS NULL AND NOT r.dry_run AND r.requested_at >= :last)
              AND EXISTS (SELECT FROM message m WHERE m.merchant_id = merchant.id
                AND m.state = 'HISTORY' AND m.incoming AND m.type = 0)
            ON CONFLICT DO NOTHING
            """)
        .param("now", time(now))
        .param("last", time(last))
        .update();
  }

  /** One that is to be gone on with now, for whoever claims it. */
  Optional<RestoreRun> claim() {
    return claim("due_at <= :now ORDER BY due_at LIMIT 1", 0);
  }

  /** This one, for whoever claims it; empty where somebody has, or it is finished. */
  Optional<RestoreRun> claim(RestoreRun run) {
    return claim("(due_at <= :now OR claims = 0) AND id = :id", run.id());
  }

  private Optional<RestoreRun> claim(String which, long id) {
    Instant now = clock.instant();
    return jdbc.sql(
            """
            UPDATE restore_run SET due_at = :lease, leased_by = :me, claims = claims + 1
            WHERE id = (SELECT id FROM restore_run
              WHERE finished_at IS NULL AND %s FOR UPDATE SKIP LOCKED)
            RETURNING *
            """
                .formatted(which))
        .param("id", id)
        .param("me", instance.name())
        .param("now", time(now))
        .param("lease", time(now.plus(properties.lease())))
        .query(RestoreRuns::run)
        .optional();
  }

  /** Frees what this instance had claimed when it was stopped; called before the routes start. */
  public void dropOwnLeases() {
    jdbc.sql("UPDATE restore_run SET due_at = :now WHERE finished_at IS NULL AND leased_by = :me")
        .param("now", time(clock.instant()))
        .param("me", instance.name())
        .update();
  }

  /** It begins: there are so many messages with an order. */
  void begin(RestoreRun run, long ordersTotal) {
    jdbc.sql("UPDATE restore_run SET orders_total = :total WHERE id = :id")
        .param("total", ordersTotal)
        .param("id", run.id())
        .update();
  }

  /** What has come of a page. */
  record Progress(
      History.Place last,
      int orders,
      int messages,
      int restored,
      int repaired,
      int unchanged,
      int skipped,
      int doubtful,
      boolean careful) {}

  /**
   * A page is done, and it goes on after it; in the transaction of what came of the page.
   *
   * @throws PermanentException if somebody else has claimed it meanwhile
   */
  RestoreRun advance(RestoreRun run, Progress page) {
    return jdbc.sql(
            """
            UPDATE restore_run SET at_time = :at, at_seq = :seq, due_at = :lease, failures = 0,
              error = NULL, careful = :careful,
              orders_read = orders_read + :orders, messages_read = messages_read + :messages,
              restored = restored + :restored, repaired = repaired + :repaired,
              unchanged = unchanged + :unchanged, skipped = skipped + :skipped,
              doubtful = doubtful + :doubtful
            WHERE id = :id AND claims = :claims AND finished_at IS NULL RETURNING *
            """)
        .param("at", time(page.last().at()))
        .param("seq", page.last().seq())
        .param("careful", page.careful())
        .param("orders", page.orders())
        .param("messages", page.messages())
        .param("restored", page.restored())
        .param("repaired", page.repaired())
        .param("unchanged", page.unchanged())
        .param("skipped", page.skipped())
        .param("doubtful", page.doubtful())
        .param("lease", time(clock.instant().plus(properties.lease())))
        .param("id", run.id())
        .param("claims", run.claims())
        .query(RestoreRuns::run)
        .optional()
        .orElseThrow(
            () -> new PermanentException("claim-lost", "Somebody else goes on with this run"));
  }

  /** From the same place on, it goes on one by one. */
  RestoreRun carefully(RestoreRun run) {
    return jdbc.sql("UPDATE restore_run SET careful = TRUE WHERE id = :id RETURNING *")
        .param("id", run.id())
        .query(RestoreRuns::run)
        .single();
  }

  /** It can't go on now; it is tried again soon, or given up after as many tries as are allowed. */
  void postpone(RestoreRun run, String code) {
    jdbc.sql(
            """
            UPDATE restore_run SET failures = failures + 1, error = :code, leased_by = NULL,
              due_at = CASE WHEN failures + 1 < :tries AND event_id IS NULL
                THEN :later::timestamptz END,
              finished_at = CASE WHEN failures + 1 < :tries AND event_id IS NULL
                THEN NULL ELSE :now::timestamptz END,
              state = CASE WHEN failures + 1 < :tries AND event_id IS NULL
                THEN 'UNDER_WAY' ELSE 'FAILED' END
            WHERE id = :id AND claims = :claims AND finished_at IS NULL
            """)
        .param("code", code)
        .param("tries", properties.tries())
        .param("later", time(clock.instant().plus(properties.pause())))
        .param("now", time(clock.instant()))
        .param("id", run.id())
        .param("claims", run.claims())
        .update();
  }

  /** All is read. */
  void finish(RestoreRun run) {
    jdbc.sql(
            """
            UPDATE restore_run SET state = 'DONE', finished_at = :now, due_at = NULL,
              leased_by = NULL WHERE id = :id AND claims = :claims AND finished_at IS NULL
            """)
        .param("now", time(clock.instant()))
        .param("id", run.id())
        .param("claims", run.claims())
        .update();
  }

  /** The latest hundred of a merchant, newest first. */
  public List<RestoreRun> list(String merchantId) {
    return jdbc.sql(
            "SELECT * FROM restore_run WHERE merchant_id = :merchant ORDER BY id DESC LIMIT "
                + MOST_LISTED)
        .param("merchant", merchantId)
        .query(RestoreRuns::run)
        .list();
  }

  /** Empty where there is none such. */
  public Optional<RestoreRun> find(long id) {
    return jdbc.sql("SELECT * FROM restore_run WHERE id = :id")
        .param("id", id)
        .query(RestoreRuns::run)
        .optional();
  }

  /** The one of all of a merchant's messages that is under way. */
  public Optional<RestoreRun> underWay(String merchantId) {
    return jdbc.sql(
            """
            SELECT * FROM restore_run
            WHERE merchant_id = :merchant AND finished_at IS NULL AND event_id IS NULL
            """)
        .param("merchant", merchantId)
        .query(RestoreRuns::run)
        .optional();
  }

  private static RestoreRun run(ResultSet row, int number) throws SQLException {
    String event = row.getString("event_id");
    return new RestoreRun(
        row.getLong("id"),
        row.getString("merchant_id"),
        event == null ? null : new EventId(event),
        row.getBoolean("dry_run"),
        RestoreRun.State.valueOf(row.getString("state")),
        instant(row.getObject("requested_at", OffsetDateTime.class)),
        nullable(row.getObject("finished_at", OffsetDateTime.class)),
        row.getLong("claims"),
        nullable(row.getObject("at_time", OffsetDateTime.class)),
        row.getLong("at_seq"),
        row.getBoolean("careful"),
        row.getString("error"),
        row.getLong("orders_total"),
        row.getLong("orders_read"),
        row.getLong("messages_read"),
        row.getLong("restored"),
        row.getLong("repaired"),
        row.getLong("unchanged"),
        row.getLong("skipped"),
        row.getLong("doubtful"),
        row.getBoolean("more"));
  }

  private static @Nullable Instant nullable(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private static Instant instant(OffsetDateTime time) {
    return time.toInstant();
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
