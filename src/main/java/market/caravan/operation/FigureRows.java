package market.caravan.operation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the {@link Figures}; gives up rather than hold a connection for long. */
@Repository
class FigureRows {

  private static final int TIMEOUT_S = 10;

  private final JdbcClient jdbc;

  FigureRows(DataSource dataSource) {
    JdbcTemplate template = new JdbcTemplate(dataSource);
    template.setQueryTimeout(TIMEOUT_S);
    jdbc = JdbcClient.create(template);
  }

  Figures all() {
    return new Figures(
        counts("SELECT status, count(*) FROM orders GROUP BY status"),
        counts(
            """
            SELECT state, count(*) FROM message
            WHERE state = 'WAITING' OR state = 'FAILED' GROUP BY state
            """),
        outbox(),
        held(),
        refunds(),
        reconciliation());
  }

  Map<String, Long> refunds() {
    return counts("SELECT state, count(*) FROM refund GROUP BY state");
  }

  /** Refunds of which nothing has come since then, though nobody is waited for. */
  long refundsUnderWaySince(Instant then) {
    return jdbc.sql("SELECT count(*) FROM refund WHERE due_at IS NOT NULL AND updated_at < :then")
        .param("then", then.atOffset(ZoneOffset.UTC))
        .query(Long.class)
        .single();
  }

  private Optional<ReconciliationFigures> reconciliation() {
    return jdbc.sql(
            """
            SELECT differences, ARRAY(SELECT jsonb_object_keys(left_out)) AS left_out,
                   (SELECT max(finished_at) FROM reconciliation WHERE state = 'DONE') AS compared_at
              FROM reconciliation
             WHERE state IN ('DONE', 'INCOMPLETE') ORDER BY id DESC LIMIT 1
            """)
        .query(
            (row, number) ->
                new ReconciliationFigures(
                    row.getLong("differences"),
                    List.of((String[]) row.getArray("left_out").getArray()),
                    time(row, "compared_at")))
        .optional();
  }

  private HeldFigures held() {
    return jdbc.sql(
            """
            SELECT count(*) AS held, min(held_at) AS oldest FROM invoice WHERE state = 'HELD'
            """)
        .query((row, number) -> new HeldFigures(row.getLong("held"), time(row, "oldest")))
        .single();
  }

  OutboxFigures outbox() {
    return jdbc.sql(
            """
            SELECT pending, oldest, dead FROM
              (SELECT count(*) AS pending, min(created_at) AS oldest
                 FROM outbox WHERE state = 'PENDING') AS waiting,
              (SELECT count(*) AS dead FROM outbox WHERE state = 'DEAD') AS undelivered
            """)
        .query((row, number) -> outbox(row))
        .single();
  }

  private static OutboxFigures outbox(ResultSet row) throws SQLException {
    return new OutboxFigures(row.getLong("pending"), time(row, "oldest"), row.getLong("dead"));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  private Map<String, Long> counts(String sql) {
    Map<String, Long> counts = new TreeMap<>();
    RowCallbackHandler each = row -> counts.put(row.getString(1), row.getLong(2));
    jdbc.sql(sql).query(each);
    return counts;
  }
}
