package market.caravan.api;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What a merchant and their customers have said to each other. */
@Repository
class Conversations {

  private static final String LATEST =
      """
      SELECT * FROM direct_message
      WHERE merchant_id = :merchant AND customer = :customer
        AND (cast(:filedAt AS timestamptz) IS NULL
             OR (filed_at, id) < (cast(:filedAt AS timestamptz), cast(:id AS text)))
      ORDER BY filed_at DESC, id DESC LIMIT :limit
      """;

  private static final String SAID =
      "SELECT * FROM direct_message WHERE merchant_id = :merchant AND outbox_seq = :seq";

  private static final String READ =
      """
      UPDATE customer SET unread_messages = 0
      WHERE merchant_id = :merchant AND public_key = :customer AND unread_messages <> 0
      """;

  private final JdbcClient jdbc;

  Conversations(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Where a message stands in its conversation; the same moment may have several. */
  record Place(OffsetDateTime filedAt, String id) {}

  /** A message and where it stands. */
  record Row(Place place, DirectMessageView view) {}

  /** Notes that the merchant has seen all of a customer's messages that are filed by now. */
  void markRead(String merchantId, Pubkey customer) {
    jdbc.sql(READ).param("merchant", merchantId).param("customer", customer.hex()).update();
  }

  /**
   * The latest messages, the last filed first.
   *
   * @param before where the page before has ended; null is the latest of all
   */
  List<Row> latest(String merchantId, Pubkey customer, @Nullable Place before, int limit) {
    return jdbc.sql(LATEST)
        .param("merchant", merchantId)
        .param("customer", customer.hex())
        .param("filedAt", before == null ? null : before.filedAt())
        .param("id", before == null ? null : before.id())
        .param("limit", limit)
        .query(Conversations::row)
        .list();
  }

  /** What is at this place of the outbox. */
  DirectMessageView said(String merchantId, long seq) {
    return jdbc.sql(SAID)
        .param("merchant", merchantId)
        .param("seq", seq)
        .query((row, number) -> message(row))
        .single();
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    OffsetDateTime filedAt = row.getObject("filed_at", OffsetDateTime.class);
    return new Row(new Place(filedAt, row.getString("id")), message(row));
  }

  /** A row of {@code direct_message}. */
  static DirectMessageView message(ResultSet row) throws SQLException {
    return new DirectMessageView(
        row.getString("id"),
        row.getString("event_id"),
        row.getObject("event_created_at", OffsetDateTime.class).toEpochSecond(),
        row.getString("content"),
        row.getString("customer"),
        row.getInt("type"),
        row.getBoolean("incoming"),
        row.getObject("filed_at", OffsetDateTime.class).toEpochSecond());
  }
}
