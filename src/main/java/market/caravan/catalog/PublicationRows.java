package market.caravan.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** The table {@code publication}, as far as what is published has a hand in it. */
final class PublicationRows {

  /** Has it told to the relays, soon after the transaction. */
  static final String ANNOUNCE =
      """
      INSERT INTO publication (merchant_id, kind, id, due, due_after, changed_at)
      VALUES (:merchant, :kind, :id, TRUE, '-infinity', :now)
      ON CONFLICT (merchant_id, kind, id) DO UPDATE SET due = TRUE, changed_at = excluded.changed_at
      """;

  private PublicationRows() {}

  static Publication publication(ResultSet row) throws SQLException {
    OffsetDateTime createdAt = row.getObject("event_created_at", OffsetDateTime.class);
    Instant eventCreatedAt = createdAt == null ? null : createdAt.toInstant();
    return new Publication(row.getBoolean("pending"), row.getString("event_id"), eventCreatedAt);
  }
}
