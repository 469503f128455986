package market.caravan.reconciliation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import market.caravan.lightning.Wallets;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The comparisons that were made, are under way, or asked for; one is under way at a time. */
@Repository
public class Reconciliations {

  /** Longer than a page of a comparison takes: whoever has died is followed by another. */
  private static final Duration LEASE = Duration.ofMinutes(10);

  private static final Duration KEPT = Duration.ofDays(90);

  /** Asked for again so soon, it is the same one. */
  private static final Duration SOON = Duration.ofMinutes(1);

  private static final int MOST_LISTED = 100;
  private static final JsonMapper JSON = new JsonMapper();

  private static final String REQUEST =
      """
      INSERT INTO reconciliation (state, requested_at, since, until, due_at)
      SELECT 'REQUESTED', :now, :since, :now, :now
       WHERE NOT EXISTS (SELECT FROM reconciliation WHERE requested_at >= :unless)
      ON CONFLICT DO NOTHING
      """;

  private static final String CLAIM =
      """
      UPDATE reconciliation SET due_at = :lease
       WHERE id = (SELECT id FROM reconciliation
                    WHERE finished_at IS NULL AND due_at <= :now FOR UPDATE SKIP LOCKED)
      RETURNING *
      """;

  private final JdbcClient jdbc;
  private final ReconciliationProperties properties;
  private final Clock clock;

  Reconciliations(JdbcClient jdbc, ReconciliationProperties properties, Clock clock) {
    this.jdbc = jdbc;
    this.properties = properties;
    this.clock = clock;
  }

  /**
   * Asks for a comparison, which a route then makes. One that is under way, or was asked for a
   * moment ago, is the one.
   */
  public Reconciliation request() {
    Instant now = clock.instant();
    request(now, now.minus(SOON));
    return latest().orElseThrow();
  }

  /** Asks for the night's, unless it was made; the very first only at the hour of the night. */
  void requestNightly() {
    Instant now = clock.instant();
    Instant at = now.atOffset(ZoneOffset.UTC).with(properties.at()).toInstant();
    Instant last = at.isAfter(now) ? at.minus(Duration.ofDays(1)) : at;
    if (now.isBefore(last.plus(Duration.ofHours(1))) || latest().isPresent()) {
      request(now, last);
    }
  }

  private void request(Instant now, Instant unlessSince) {
    jdbc.sql(REQUEST)
        .param("now", time(now))
        .param("since", time(now.minus(properties.period())))
        .param("unless", time(unlessSince))
        .update();
  }

  /** The one that is to be gone on with now, for whoever claims it. */
  Optional<Reconciliation> claim() {
    Instant now = clock.instant();
    return jdbc.sql(CLAIM)
        .param("lease", time(now.plus(LEASE)))
        .param("now", time(now))
        .query(Reconciliations::row)
        .optional();
  }

  /** A first look begins, perhaps anew; what is too old to be of use goes. */
  void begin(Reconciliation run) {
    jdbc.sql("DELETE FROM reconciliation_difference WHERE reconciliation_id = :id")
        .param("id", run.id())
        .update();
    jdbc.sql("DELETE FROM reconciliation WHERE finished_at < :before")
        .param("before", time(clock.instant().minus(KEPT)))
        .update();
    jdbc.sql(
            """
            UPDATE reconciliation SET attempts = 0, settled = 0, more = FALSE, left_out = '{}'
             WHERE id = :id
            """)
        .param("id", run.id())
        .update();
  }

  /** So many more were compared; it goes on. */
  void compared(Reconciliation run, int attempts, int settled) {
    jdbc.sql(
            """
            UPDATE reconciliation
               SET attempts = attempts + :attempts, settled = settled + :settled, due_at = :lease
             WHERE id = :id
            """)
        .param("id", run.id())
        .param("attempts", attempts)
        .param("settled", settled)
        .param("lease", time(clock.instant().plus(LEASE)))
        .update();
  }

  /** A wallet can't be compared, or not to the end; the first reason stays. It goes on. */
  void leaveOut(Reconciliation run, String wallet, String code) {
    jdbc.sql(
            """
            UPDATE reconciliation
               SET left_out = jsonb_build_object(:wallet::text, :code::text) || left_out,
                   due_at = :lease
             WHERE id = :id
            """)
        .param("id", run.id())
        .param("wallet", wallet)
        .param("code", code)
        .param("lease", time(clock.instant().plus(LEASE)))
        .update();
  }

  /** The first look is over. */
  void suspect(Reconciliation run) {
    jdbc.sql("UPDATE reconciliation SET state = 'SUSPECTING', due_at = :due WHERE id = :id")
        .param("id", run.id())
        .param("due", time(clock.instant().plus(properties.secondLookAfter())))
        .update();
  }

  /** Both looks are over; returns what has come of them. */
  Reconciliation finish(Reconciliation run) {
    return jdbc.sql(
            """
            UPDATE reconciliation
               SET state = CASE WHEN left_out = '{}' THEN 'DONE' ELSE 'INCOMPLETE' END,
                   due_at = NULL, finished_at = :now,
                   differences = (SELECT count(*) FROM reconciliation_difference
                                   WHERE reconciliation_id = :id AND confirmed)
             WHERE id = :id RETURNING *
            """)
        .param("id", run.id())
        .param("now", time(clock.instant()))
        .query(Reconciliations::row)
        .single();
  }

  void fail(Reconciliation run, String code) {
    jdbc.sql(
            """
            UPDATE reconciliation
               SET state = 'FAILED', due_at = NULL, finished_at = :now, error = :code
             WHERE id = :id
            """)
        .param("id", run.id())
        .param("now", time(clock.instant()))
        .param("code", code)
        .update();
  }

  private Optional<Reconciliation> latest() {
    return list().stream().findFirst();
  }

  /** The latest hundred, newest first. */
  public List<Reconciliation> list() {
    return jdbc.sql("SELECT * FROM reconciliation ORDER BY id DESC LIMIT " + MOST_LISTED)
        .query(Reconciliations::row)
        .list();
  }

  /** Names of the wallets that a merchant's stalls take payments into. */
  public Set<String> walletsOf(String merchantId) {
    return jdbc.sql("SELECT DISTINCT wallet FROM stall WHERE merchant_id = :merchant")
        .param("merchant", merchantId)
        .query((row, number) -> Wallets.nameOf(row.getString("wallet")))
        .set();
  }

  public Optional<Reconciliation> find(long id) {
    return jdbc.sql("SELECT * FROM reconciliation WHERE id = :id")
        .param("id", id)
        .query(Reconciliations::row)
        .optional();
  }

  private static Reconciliation row(ResultSet row, int number) throws SQLException {
    return new Reconciliation(
        row.getLong("id"),
        Reconciliation.State.valueOf(row.getString("state")),
        instant(row, "requested_at"),
        instant(row, "since"),
        instant(row, "until"),
        nullable(row, "finished_at"),
        row.getLong("attempts"),
        row.getLong("settled"),
        row.getLong("differences"),
        row.getBoolean("more"),
        leftOut(row.getString("left_out")),
        row.getString("error"));
  }

  private static Map<String, String> leftOut(String json) {
    try {
      return JSON.readValue(json, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("We wrote this column ourselves", e);
    }
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(nullable(row, column));
  }

  private static @Nullable Instant nullable(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
