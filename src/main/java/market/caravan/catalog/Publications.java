package market.caravan.catalog;

import static java.util.Comparator.comparingInt;

import java.net.URI;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What relays are still to be told of the catalogue. While an event is on its way no other is
 * written of the same thing: however long relays are away, one event says it all afterwards.
 */
@Repository
public class Publications {

  /** What an edit has locked is noted the next time. */
  private static final String ARRIVED =
      """
      WITH word AS (
        SELECT o.seq, o.kind, o.event_id, o.state = 'DELIVERED' AS delivered,
          o.event_created_at AS created_at
        FROM publication JOIN outbox_signed o ON o.seq = outbox_seq
        WHERE outbox_seq IS NOT NULL AND o.state <> 'PENDING'
        FOR UPDATE OF publication SKIP LOCKED)
      UPDATE publication p SET outbox_seq = NULL,
        event_id = CASE WHEN delivered AND word.kind <> 5 THEN word.event_id ELSE p.event_id END,
        event_created_at = greatest(p.event_created_at, word.created_at),
        listed = p.listed OR NOT delivered AND word.kind = 5,
        due = p.due OR NOT delivered,
        due_after = CASE WHEN delivered THEN p.due_after ELSE :retryAt END
      FROM word WHERE p.outbox_seq = word.seq
      """;

  private static final String CLAIM =
      """
      UPDATE publication p SET due_after = :until FROM merchant m
      WHERE m.id = p.merchant_id AND (p.merchant_id, p.kind, p.id) IN (
        SELECT due.merchant_id, due.kind, due.id FROM publication due
        LEFT JOIN (product JOIN stall ON stall.merchant_id = product.merchant_id
            AND stall.id = product.stall_id AND stall.active AND NOT stall.pending
          JOIN merchant ON merchant.id = product.merchant_id AND merchant.published)
          ON due.kind = 30018 AND product.merchant_id = due.merchant_id
          AND product.id = due.id AND product.active AND NOT product.pending
        LEFT JOIN publication of_stall ON of_stall.merchant_id = due.merchant_id
          AND of_stall.kind = 30017 AND of_stall.id = product.stall_id
        WHERE due.outbox_seq IS NULL AND due.due_after <= :now
          AND (product.id IS NULL AND due.due OR of_stall.listed
            AND of_stall.event_id IS NOT NULL AND of_stall.outbox_seq IS NULL
            AND (due.due OR product.quantity - product.reserved IS DISTINCT FROM due.quantity))
        ORDER BY due.kind, due.due_after, due.id LIMIT :batchSize
        FOR UPDATE OF due SKIP LOCKED)
      RETURNING m.public_key, m.published, p.*
      """;

  private static final String LOCK =
      """
      SELECT outbox_seq IS NULL FROM publication
      WHERE merchant_id = :merchant AND kind = :kind AND id = :id FOR UPDATE
      """;

  private static final String ANNOUNCED =
      """
      UPDATE publication SET due = FALSE, due_after = :dueAfter, outbox_seq = :outboxSeq,
        listed = :listed, quantity = :quantity
      WHERE merchant_id = :merchant AND kind = :kind AND id = :id
      """;

  private static final String NOTHING_TO_SAY =
      """
      UPDATE publication SET due = FALSE, due_after = :now
      WHERE merchant_id = :merchant AND kind = :kind AND id = :id
      """;

  private static final String RENEW_ALL =
      """
      INSERT INTO publication (merchant_id, kind, id, due, due_after, changed_at)
      SELECT :merchant, kind, id, TRUE, '-infinity', '-infinity' FROM (
        SELECT 0 AS kind, '' AS id
        UNION ALL SELECT 30017, id FROM stall WHERE merchant_id = :merchant AND NOT pending
        UNION ALL SELECT 30018, id FROM product WHERE merchant_id = :merchant AND NOT pending)
      AS ours
      ON CONFLICT (merchant_id, kind, id) DO UPDATE SET due = TRUE, due_after = '-infinity'
      """;

  /** Under the lock of edits, which change several of a merchant's in an order of their own. */
  private static final String RENEW =
      """
      WITH ours AS (SELECT id FROM merchant ORDER BY id FOR NO KEY UPDATE)
      UPDATE publication p SET due = TRUE FROM ours
      WHERE p.merchant_id = ours.id AND p.outbox_seq IS NULL
        AND EXISTS (SELECT FROM outbox_event e WHERE e.event_id = p.event_id)
        AND EXISTS (SELECT FROM unnest(:relays) AS wanted (relay) WHERE NOT EXISTS (
          SELECT FROM outbox_delivery d WHERE d.event_id = p.event_id
            AND d.relay = wanted.relay AND d.outcome IN ('ACCEPTED', 'REFUSED')))
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
   * Has everything of ours published anew that one of these relays was never told of, or never
   * answered. What another client published is its own to publish, and it may say more than we
   * know.
   */
  public void renewFor(Collection<URI> relays) {
    noteArrivals();
    jdbc.sql(RENEW)
        .param("relays", relays.stream().map(URI::toString).toArray(String[]::new))
        .update();
  }

  /** Has all of a merchant's published anew, or taken back. */
  void renew(String merchantId) {
    jdbc.sql(RENEW_ALL).param("merchant", merchantId).update();
  }

  private void noteArrivals() {
    OffsetDateTime retryAt = OffsetDateTime.now(clock).plus(properties.retryAfter());
    jdbc.sql(ARRIVED).param("retryAt", retryAt).update();
  }

  /**
   * Takes note of what has arrived, and claims what is due; a product not before a relay shows its
   * stall, for clients put what they know no stall of nowhere. A claim that comes to nothing is
   * made again when its time is over, and keeps no other waiting.
   */
  public List<DuePublication> due() {
    OffsetDateTime now = OffsetDateTime.now(clock);
    noteArrivals();
    return jdbc
        .sql(CLAIM)
        .param("now", now)
        .param("until", now.plus(properties.lease()))
        .param("batchSize", properties.batchSize())
        .query(DuePublication::of)
        .list()
        .stream()
        .sorted(comparingInt(row -> row.key().kind()))
        .toList();
  }

  /**
   * Words what was claimed, with the stock of this moment, for the caller's transaction: until that
   * ends, whoever changes the same thing waits, and has it announced anew.
   *
   * @return empty where there is nothing to say
   */
  public List<Announcement> word(DuePublication due) {
    if (!of(LOCK, due.key()).query(Boolean.class).single()) {
      return List.of();
    }
    List<Announcement> announcement = announcements.of(due).stream().toList();
    if (announcement.isEmpty()) {
      of(NOTHING_TO_SAY, due.key()).param("now", OffsetDateTime.now(clock)).update();
    }
    return announcement;
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
