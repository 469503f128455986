package market.caravan.mailbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import market.caravan.CaravanException;
import market.caravan.nostr.EventId;
import market.caravan.nostr.EventJson;
import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What came in: filed once per merchant and event, in the transaction of its effect. */
@Repository
public class Inbox {

  private final JdbcClient jdbc;
  private final MailboxProperties properties;
  private final Clock clock;

  Inbox(JdbcClient jdbc, MailboxProperties properties, Clock clock) {
    this.jdbc = jdbc;
    this.properties = properties;
    this.clock = clock;
  }

  /** Whether this event has had its effect on this merchant, or is an answer of our own. */
  boolean isKnown(EventId id, Pubkey merchant) {
    return jdbc.sql(
            """
            SELECT EXISTS (SELECT 1 FROM message m JOIN merchant ON merchant.id = m.merchant_id
                           WHERE m.event_id = :id AND merchant.public_key = :merchant
                             AND m.state IN ('DONE', 'HISTORY'))
                OR EXISTS (SELECT 1 FROM outbox o JOIN merchant ON merchant.id = o.merchant_id
                           WHERE o.event_id = :id AND merchant.public_key = :merchant)
                OR EXISTS (SELECT 1 FROM outbox_delivery d JOIN outbox o ON o.seq = d.outbox_seq
                           JOIN merchant ON merchant.id = o.merchant_id
                           WHERE d.event_id = :id AND merchant.public_key = :merchant)
            """)
        .param("id", id.hex())
        .param("merchant", merchant.hex())
        .query(Boolean.class)
        .single();
  }

  /**
   * Files a message, with the customer whom it makes known. What waited or had failed is taken up
   * by compare-and-set, so that of two at the same moment one is told {@link Filing#KNOWN}.
   *
   * @param type of NIP-15; -1 is plain text
   * @param orderId that the text names; null in plain text
   */
  public Filing file(Incoming message, int type, @Nullable String orderId) {
    Instant oldestPriced = clock.instant().minus(properties.orderMaxAge());
    return filed(message, type, orderId, oldestPriced)
        .map(state -> filing(state, message.event().createdAt().isBefore(oldestPriced)))
        .orElse(Filing.KNOWN);
  }

  private static Filing filing(String state, boolean old) {
    return switch (state) {
      case "DONE" -> old ? Filing.FILED_TOO_LATE : Filing.FILED;
      case "WAITING" -> Filing.WAITING;
      case "HISTORY" -> Filing.HISTORY;
      default -> throw new IllegalStateException("No message is filed as " + state);
    };
  }

  private Optional<String> filed(
      Incoming message, int type, @Nullable String orderId, Instant oldestPriced) {
    boolean order = type == 0 && message.fromCustomer();
    return jdbc.sql(FILE)
        .params(columns(message))
        .param("type", type)
        .param("order_id", orderId)
        .param("order", order)
        .param("caught_up", message.caughtUp())
        .param("oldest_priced", timestamp(oldestPriced))
        .param("patience", patience())
        .query(String.class)
        .optional();
  }

  private static final String FILE =
      """
      WITH filed AS (
        INSERT INTO message AS m (merchant_id, event_id, event_created_at, kind, customer, incoming,
                             type, order_id, content, event, relay, received_at, state)
        SELECT id, :event_id, :event_created_at, :kind, :customer, :incoming,
               :type, :order_id, :content, :event, :relay, :received_at,
               CASE WHEN NOT :order THEN 'DONE'
                    WHEN EXISTS (SELECT 1 FROM message own WHERE own.merchant_id = merchant.id
                                 AND own.customer = :customer AND own.order_id = :order_id
                                 AND NOT own.incoming AND own.type IN (1, 2)) THEN 'HISTORY'
                    WHEN NOT active OR NOT (:caught_up AND first_caught_up_at IS NOT NULL)
                         AND :received_at >= :patience THEN 'WAITING'
                    WHEN :event_created_at < :oldest_priced
                         AND :event_created_at < coalesce(first_caught_up_at, 'infinity')
                         THEN 'HISTORY'
                    ELSE 'DONE' END
        FROM merchant WHERE public_key = :merchant
        ON CONFLICT (merchant_id, event_id) DO UPDATE SET state = excluded.state, error = NULL,
          type = excluded.type, order_id = excluded.order_id
          WHERE m.state = 'FAILED' OR (m.state = 'WAITING' AND excluded.state <> 'WAITING')
        RETURNING merchant_id, state, (xmax = 0) AS is_new
      ), known AS (
        INSERT INTO customer (merchant_id, public_key, unread_messages)
        SELECT merchant_id, :customer, CASE WHEN :incoming THEN 1 ELSE 0 END FROM filed WHERE is_new
        ON CONFLICT (merchant_id, public_key) DO UPDATE
          SET unread_messages = customer.unread_messages + excluded.unread_messages
          WHERE excluded.unread_messages > 0)
      SELECT state FROM filed
      """;

  /** Keeps a genuine message that is itself at fault, with the reason, for the merchant to see. */
  public void bury(Incoming message, Exception cause) {
    String error =
        cause instanceof CaravanException ours ? ours.code() : cause.getClass().getName();
    jdbc.sql(
            """
            INSERT INTO message AS m (merchant_id, event_id, event_created_at, kind, customer,
                                      incoming, type, content, event, relay, received_at,
                                      state, error)
            SELECT id, :event_id, :event_created_at, :kind, :customer,
                   :incoming, -1, :content, :event, :relay, :received_at, 'FAILED', :error
            FROM merchant WHERE public_key = :merchant
            ON CONFLICT (merchant_id, event_id) DO UPDATE SET state = 'FAILED',
              error = excluded.error WHERE m.state IN ('WAITING', 'FAILED')
            """)
        .params(columns(message))
        .param("error", error)
        .update();
  }

  private static Map<String, Object> columns(Incoming message) {
    return Map.of(
        "merchant", message.merchant().hex(),
        "event_id", message.event().id().hex(),
        "event_created_at", timestamp(message.event().createdAt()),
        "kind", message.event().kind(),
        "customer", message.customer().hex(),
        "incoming", message.fromCustomer(),
        "content", message.text(),
        "event", StorableText.of(EventJson.write(message.event())),
        "relay", message.relay(),
        "received_at", timestamp(message.receivedAt()));
  }

  /** What was received before this has waited long enough for relays. */
  private OffsetDateTime patience() {
    return timestamp(clock.instant().minus(properties.catchUpWait()));
  }

  /**
   * Orders that need wait no longer, oldest first: their merchant is active, and their relay has
   * been read to the end, of a new merchant every relay, or had its time for it.
   */
  public Iterator<Incoming> ready() {
    List<Incoming> ready =
        jdbc.sql(
                """
                SELECT m.*, merchant.public_key AS merchant
                FROM merchant CROSS JOIN LATERAL (
                  SELECT w.* FROM message w
                  LEFT JOIN relay_cursor c ON c.merchant_id = w.merchant_id AND c.relay = w.relay
                    AND c.kind = w.kind
                  WHERE w.merchant_id = merchant.id AND w.state = 'WAITING'
                    AND (w.received_at < :patience
                         OR c.caught_up AND merchant.first_caught_up_at IS NOT NULL)
                  ORDER BY w.event_created_at, w.seq LIMIT 1000) m
                WHERE merchant.active ORDER BY m.event_created_at, m.seq LIMIT 1000
                """)
            .param("patience", patience())
            .query(Inbox::waiting)
            .list();
    return ready.iterator();
  }

  private static Incoming waiting(ResultSet row, int number) throws SQLException {
    return new Incoming(
        new Pubkey(row.getString("merchant")),
        new Pubkey(row.getString("customer")),
        row.getBoolean("incoming"),
        row.getString("content"),
        EventJson.parse(row.getString("event")),
        row.getString("relay"),
        row.getObject("received_at", OffsetDateTime.class).toInstant(),
        true);
  }

  static OffsetDateTime timestamp(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
