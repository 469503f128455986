package market.caravan.operation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
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
        refunds(),
        reconciliation());
  }

  Map<String, Long> refunds() {
    return counts("SELECT state, count(*) FROM refund GROUP BY state");
  }

  private Optional<ReconciliationFigures> reconciliation() {
    return jdbc.sql(
            """
            SELECT differences, finished_at FROM reconciliation
             WHERE state = 'DONE' ORDER BY id DESC LIMIT 1
            """)
        .query(
            (row, number) ->
                new ReconciliationFigures(
                    row.getLong("differences"),
                    row.getObject("finished_at", OffsetDateTime.class).toInstant()))
        .optional();
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
    return new OutboxFigures(
        row.getLong("pending"),
        Optional.ofNullable(row.getObject("oldest", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant),
        row.getLong("dead"));
  }

  private Map<String, Long> counts(String sql) {
    Map<String, Long> counts = new TreeMap<>();
    RowCallbackHandler each = row -> counts.put(row.getString(1), row.getLong(2));
    jdbc.sql(sql).query(each);
    return counts;
  }
}
