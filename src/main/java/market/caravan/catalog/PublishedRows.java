package market.caravan.catalog;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code publication}, as far as others have published with a merchant's key. */
@Repository
class PublishedRows {

  private static final String IS_OLD =
      """
      SELECT EXISTS (SELECT FROM publication WHERE merchant_id = :merchant AND kind = :kind
        AND id = :id AND (greatest(changed_at, event_created_at) > :at
          OR :same AND greatest(changed_at, event_created_at) = :at))
      """;

  /**
   * While an event of ours is on its way, which is older, the newer is told once more after it; a
   * product of a closed stall is to be taken back, and all of a merchant who shows nothing.
   */
  private static final String TAKEN =
      """
      INSERT INTO publication AS p (merchant_id, kind, id, due, due_after, listed, quantity,
        event_id, event_created_at, changed_at)
      VALUES (:merchant, :kind, :id, :due, '-infinity', :listed, :quantity, :event, :at, :at)
      ON CONFLICT (merchant_id, kind, id) DO UPDATE
      SET due = excluded.due OR p.outbox_seq IS NOT NULL
          OR p.kind <> 0 AND excluded.listed AND EXISTS (
            SELECT FROM merchant WHERE id = p.merchant_id AND NOT published)
          OR p.kind = 30018 AND excluded.listed AND EXISTS (
            SELECT FROM product JOIN stall ON stall.merchant_id = product.merchant_id
              AND stall.id = product.stall_id AND NOT stall.active AND NOT stall.pending
            WHERE product.merchant_id = p.merchant_id AND product.id = p.id
              AND NOT product.pending),
        listed = excluded.listed, quantity = excluded.quantity,
        event_id = coalesce(excluded.event_id, p.event_id),
        event_created_at = excluded.event_created_at, changed_at = excluded.changed_at
      """;

  private static final String TOLD_ZONE =
      """
      UPDATE zone SET changed_at = :at
      WHERE merchant_id = :merchant AND id = :id AND changed_at < :at
      """;

  private static final String NAMED =
      """
      SELECT merchant_id, kind, id FROM publication
      WHERE merchant_id = :merchant AND kind <> 0
        AND (event_id = ANY (:events) OR (kind, id) IN (SELECT * FROM unnest(:kinds, :ids)))
      ORDER BY kind, id
      """;

  private final JdbcClient jdbc;

  PublishedRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Whether it is younger than the latest edit here, and than the latest event. */
  boolean isNews(PublicationKey key, Published published) {
    return !isOld(key, published, true);
  }

  /** Whether nothing is younger than the deletion: what it names may be of the same second. */
  boolean isTakenBack(PublicationKey key, Published.Deleted deleted) {
    return !isOld(key, deleted, false);
  }

  private boolean isOld(PublicationKey key, Published published, boolean same) {
    return of(IS_OLD, key)
        .param("same", same)
        .param("at", at(published))
        .query(Boolean.class)
        .single();
  }

  /** Whether it tells a zone later than the latest edit of that, and than any stall's event. */
  boolean isNewsOfZone(String merchantId, String zoneId, Published published) {
    return jdbc.sql(TOLD_ZONE)
            .param("merchant", merchantId)
            .param("id", zoneId)
            .param("at", at(published))
            .update()
        == 1;
  }

  /** Keeps which event it is that relays show; all that it says is so here. */
  void taken(PublicationKey key, Published published) {
    taken(key, published, null, false);
  }

  /**
   * Keeps which event it is that relays show.
   *
   * @param quantity that it tells of a product; null where it tells none, or unlimited
   * @param due whether it is to be told anew, for not all that it says is so here
   */
  void taken(PublicationKey key, Published published, @Nullable Long quantity, boolean due) {
    of(TAKEN, key)
        .param("due", due)
        .param("listed", true)
        .param("quantity", quantity)
        .param("event", published.event().id().hex())
        .param("at", at(published))
        .update();
  }

  /** Keeps that relays do not show it any more. */
  void takenBack(PublicationKey key, Published.Deleted deleted) {
    of(TAKEN, key)
        .param("due", false)
        .param("listed", false)
        .param("quantity", null)
        .param("event", null)
        .param("at", at(deleted))
        .update();
  }

  /** What of the merchant's it names that relays have shown. */
  List<PublicationKey> named(String merchantId, Published.Deleted deleted) {
    return jdbc.sql(NAMED)
        .param("merchant", merchantId)
        .param("events", deleted.eventIds().toArray(String[]::new))
        .param(
            "kinds",
            deleted.addresses().stream().map(Published.Address::kind).toArray(Integer[]::new))
        .param(
            "ids", deleted.addresses().stream().map(Published.Address::id).toArray(String[]::new))
        .query(
            (row, number) ->
                new PublicationKey(
                    row.getString("merchant_id"), row.getInt("kind"), row.getString("id")))
        .list();
  }

  private JdbcClient.StatementSpec of(String sql, PublicationKey key) {
    return jdbc.sql(sql)
        .param("merchant", key.merchantId())
        .param("kind", key.kind())
        .param("id", key.id());
  }

  private static OffsetDateTime at(Published published) {
    return published.at().atOffset(ZoneOffset.UTC);
  }
}
