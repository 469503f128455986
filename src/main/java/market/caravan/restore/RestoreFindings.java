package market.caravan.restore;

import static market.caravan.Columns.texts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import market.caravan.nostr.EventId;
import market.caravan.nostr.Pubkey;
import market.caravan.order.Doubt;
import market.caravan.order.OrderStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What runs have to report. */
@Repository
public class RestoreFindings {

  private static final int MOST_FOUND = 10_000;

  private final JdbcClient jdbc;

  RestoreFindings(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Keeps what there is to report, as far as there is room; in the transaction of the page. */
  void report(RestoreRun run, List<Finding> found) {
    if (found.isEmpty()) {
      return;
    }
    int kept =
        jdbc.sql("SELECT count(*) FROM restore_finding WHERE run_id = :run")
            .param("run", run.id())
            .query(Integer.class)
            .single();
    if (kept + found.size() > MOST_FOUND) {
      jdbc.sql("UPDATE restore_run SET more = TRUE WHERE id = :run")
          .param("run", run.id())
          .update();
    }
    jdbc.sql(
            """
            INSERT INTO restore_finding (run_id, outcome, event_id, order_id, public_key, status,
              doubts, flags)
            SELECT :run, * FROM unnest(:outcomes, :events, :orders, :customers, :statuses, :doubts,
              :flags) LIMIT :room
            """)
        .param("run", run.id())
        .param("outcomes", texts(found, each -> each.outcome().name()))
        .param("events", texts(found, each -> each.eventId().hex()))
        .param("orders", texts(found, Finding::orderId))
        .param("customers", texts(found, each -> each.customer().hex()))
        .param("statuses", texts(found, RestoreFindings::status))
        .param("doubts", texts(found, each -> Doubt.write(each.doubts())))
        .param("flags", texts(found, Finding::writtenFlags))
        .param("room", Math.max(0, MOST_FOUND - kept))
        .update();
  }

  private static @Nullable String status(Finding finding) {
    OrderStatus status = finding.status();
    return status == null ? null : status.name();
  }

  /** A finding, and its place among all of its run. */
  public record Found(long seq, Finding finding) {}

  /** What a run has to report before a place, the newest first; so many at most. */
  public List<Found> found(long run, long before, int limit) {
    return jdbc.sql(
            """
            SELECT * FROM restore_finding WHERE run_id = :run AND seq < :before
            ORDER BY seq DESC LIMIT :limit
            """)
        .param("run", run)
        .param("before", before)
        .param("limit", limit)
        .query(RestoreFindings::found)
        .list();
  }

  private static Found found(ResultSet row, int number) throws SQLException {
    String status = row.getString("status");
    return new Found(
        row.getLong("seq"),
        new Finding(
            Finding.Outcome.valueOf(row.getString("outcome")),
            new EventId(row.getString("event_id")),
            row.getString("order_id"),
            new Pubkey(row.getString("public_key")),
            status == null ? null : OrderStatus.valueOf(status),
            Doubt.read(row.getString("doubts")),
            flags(row.getString("flags"))));
  }

  private static Set<Flag> flags(@Nullable String column) {
    return column == null
        ? Set.of()
        : Arrays.stream(column.split(" ", -1)).map(Flag::valueOf).collect(Collectors.toSet());
  }
}
