package market.caravan.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code publication}, as far as what is published has a hand in it. */
final class PublicationRows {

  private static final String ANNOUNCE =
      """
      INSERT INTO publication (merchant_id, kind, id, due, due_after)
      VALUES (:merchant, :kind, :id, TRUE, '-infinity')
      ON CONFLICT (merchant_id, kind, id) DO UPDATE SET due = TRUE
      """;

  private PublicationRows() {}

  /** Has it told to the relays, soon after the transaction. */
  static void announce(JdbcClient jdbc, String merchantId, int kind, String id) {
    jdbc.sql(ANNOUNCE).param("merchant", merchantId).param("kind", kind).param("id", id).update();
  }

  static Publication publication(ResultSet row) throws SQLException {
    OffsetDateTime createdAt = row.getObject("event_created_at", OffsetDateTime.class);
    Instant eventCreatedAt = createdAt == null ? null : createdAt.toInstant();
    return new Publication(row.getBoolean("pending"), row.getString("event_id"), eventCreatedAt);
  }
}
