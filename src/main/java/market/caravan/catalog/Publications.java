package market.caravan.catalog;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What relays are still to be told of the catalogue. While an event is on its way no other is
 * written of the same thing: however long relays are away, one event says it all afterwards.
 */
@Repository
public class Publications {

  private static final String ARRIVED =
      """
      WITH word AS (
        SELECT seq, kind, event_id, state = 'DELIVERED' AS delivered,
          to_timestamp((event::json ->> 'created_at')::bigint) AS created_at
        FROM outbox WHERE state <> 'PENDING'
          AND seq IN (SELECT outbox_seq FROM publication WHERE outbox_seq IS NOT NULL))
      UPDATE publication p SET outbox_seq = NULL,
        event_id = CASE WHEN delivered AND word.kind <> 5 THEN word.event_id ELSE p.event_id END,
        event_created_at = greatest(p.event_created_at, word.created_at),
        listed = p.listed OR NOT delivered AND word.kind = 5,
        due = p.due OR NOT delivered,
        due_after = CASE WHEN delivered THEN p.due_after ELSE :retryAt END
      FROM word WHERE p.outbox_seq = word.seq
      """;

  private static final String DUE =
      """
      SELECT m.public_key, p.merchant_id, p.kind, p.id, p.listed, p.event_id, p.event_created_at
      FROM publication p
      JOIN merchant m ON m.id = p.merchant_id
      LEFT JOIN product ON p.kind = 30018 AND product.merchant_id = p.merchant_id
        AND product.id = p.id AND product.active AND NOT product.pending
      WHERE p.outbox_seq IS NULL AND p.due_after <= :now
        AND (p.due OR product.id IS NOT NULL
             AND product.quantity - product.reserved IS DISTINCT FROM p.quantity)
      ORDER BY p.kind, p.due_after, p.id LIMIT :batchSize
      FOR UPDATE OF p SKIP LOCKED
      """;

  private static final String ANNOUNCED =
      """
      UPDATE publication SET due = FALSE, due_after = :dueAfter, outbox_seq = :outboxSeq,
        listed = :listed, quantity = :quantity
      WHERE merchant_id = :merchant AND kind = :kind AND id = :id
      """;

  private static final String NOTHING_TO_SAY =
      """
      UPDATE publication SET due = FALSE
      WHERE merchant_id = :merchant AND kind = :kind AND id = :id
      """;

  private final JdbcClient jdbc;
  private final Announcements announcements;
  private final CatalogPublishingProperties properties;
  private final Clock clock;

  Publications(
      JdbcClient jdbc,
      Announcements announcements,
      CatalogPublishingProperties properties,
      Clock clock) {
    this.jdbc = jdbc;
    this.announcements = announcements;
    this.properties = properties;
    this.clock = clock;
  }

  /**
   * Takes note of what has arrived, and takes what is due, for the caller's transaction: stalls
   * before products, each with the stock of this moment.
   */
  public List<Announcement> due() {
    OffsetDateTime now = OffsetDateTime.now(clock);
    jdbc.sql(ARRIVED).param("retryAt", now.plus(properties.retryAfter())).update();
    List<DuePublication> due =
        jdbc.sql(DUE)
            .param("now", now)
            .param("batchSize", properties.batchSize())
            .query(DuePublication::of)
            .list();
    List<Announcement> announced = announcements.of(due);
    forgetOthers(due, announced);
    return announced;
  }

  private void forgetOthers(List<DuePublication> due, List<Announcement> announced) {
    Set<PublicationKey> said =
        announced.stream().map(Announcement::about).collect(Collectors.toSet());
    due.stream()
        .map(DuePublication::key)
        .filter(key -> !said.contains(key))
        .forEach(key -> of(NOTHING_TO_SAY, key).update());
  }

  /** Keeps which row of the outbox says it; it is not said again before that has arrived. */
  public void announced(Announcement announcement, long outboxSeq) {
    of(ANNOUNCED, announcement.about())
        .param("dueAfter", OffsetDateTime.now(clock).plus(properties.republishEvery()))
        .param("outboxSeq", outboxSeq)
        .param("listed", announcement.template().kind() != CatalogEvents.DELETION)
        .param("quantity", announcement.quantity())
        .update();
  }

  private JdbcClient.StatementSpec of(String sql, PublicationKey key) {
    return jdbc.sql(sql)
        .param("merchant", key.merchantId())
        .param("kind", key.kind())
        .param("id", key.id());
  }
}
