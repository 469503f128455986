package market.caravan.api;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Direct messages by when they were filed, for whoever listens. What the merchant wrote themselves
 * is left out, as nostrmarket leaves it out: here, where it is about no order, for its page shows
 * the answer to having sent it, too; elsewhere, for its page asks for the order of what is said to
 * have been answered, which may not be known.
 */
@Repository
class NewMessages {

  private static final String END =
      """
      SELECT coalesce((SELECT max(seq) FROM message), 0) AS message,
        coalesce((SELECT max(seq) FROM outbox), 0) AS outbox,
        pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest_running,
        pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next
      """;

  private static final String AFTER =
      """
      SELECT * FROM direct_message
      WHERE message_seq > :message AND merchant_id = ANY(:merchants) AND id <> ALL(:known)
        AND incoming
      UNION ALL
      SELECT * FROM direct_message
      WHERE outbox_seq > :outbox AND merchant_id = ANY(:merchants) AND id <> ALL(:known)
        AND (type <> -1
             OR (SELECT order_seq FROM outbox WHERE seq = outbox_seq) IS NOT NULL)
      ORDER BY filed_at, id LIMIT :limit
      """;

  /** Rows of one reading; where there are as many, there may be more. */
  static final int LIMIT = 1_000;

  private final JdbcClient jdbc;

  NewMessages(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** How far inbox and outbox have come. */
  record Position(long message, long outbox) {

    boolean isWithin(Position other) {
      return message <= other.message && outbox <= other.outbox;
    }
  }

  /**
   * How far inbox and outbox have come at one moment.
   *
   * @param oldestRunning the lowest number of a transaction that was running then
   * @param next above the number of every transaction that was running then, or before
   */
  record End(Position position, long oldestRunning, long next) {

    /** Whether no transaction of that moment is running now: nothing below it can appear. */
    boolean isSettledBy(End now) {
      return next <= now.oldestRunning;
    }
  }

  /**
   * A message with the merchant whose it is.
   *
   * @param place its number in inbox or outbox; the other is zero
   */
  record Row(String merchantId, Position place, DirectMessageView message) {}

  End end() {
    return jdbc.sql(END).query((row, number) -> end(row)).single();
  }

  private static End end(ResultSet row) throws SQLException {
    return new End(
        new Position(row.getLong("message"), row.getLong("outbox")),
        row.getLong("oldest_running"),
        row.getLong("next"));
  }

  /** What is to be told of these merchants after a position, without the known; oldest first. */
  List<Row> after(Position position, Collection<String> merchants, Set<String> known) {
    return jdbc.sql(AFTER)
        .param("message", position.message())
        .param("outbox", position.outbox())
        .param("merchants", merchants.toArray(String[]::new))
        .param("known", known.toArray(String[]::new))
        .param("limit", LIMIT)
        .query(NewMessages::row)
        .list();
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    var place = new Position(row.getLong("message_seq"), row.getLong("outbox_seq"));
    return new Row(row.getString("merchant_id"), place, Conversations.message(row));
  }
}
