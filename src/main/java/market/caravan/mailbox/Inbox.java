package market.caravan.mailbox;

import static market.caravan.Columns.flags;
import static market.caravan.Columns.texts;
import static market.caravan.Columns.times;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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

  /** Whose message it is: each merchant has their own effect of it. */
  record Question(EventId id, Pubkey merchant) {}

  /** Whether these events have had their effect on their merchant, or are answers of our own. */
  List<Boolean> areKnown(List<Question> questions) {
    return jdbc.sql(
            """
            SELECT EXISTS (SELECT 1 FROM message m WHERE m.event_id = asked.id
                             AND m.merchant_id = merchant.id AND m.state IN ('DONE', 'HISTORY'))
                OR EXISTS (SELECT 1 FROM outbox_event e JOIN outbox o ON o.seq = e.outbox_seq
                           WHERE e.event_id = asked.id AND o.merchant_id = merchant.id)
            FROM unnest(:ids, :merchants) WITH ORDINALITY AS asked (id, merchant, place)
            LEFT JOIN merchant ON merchant.public_key = asked.merchant ORDER BY place
            """)
        .param("ids", texts(questions, question -> question.id().hex()))
        .param("merchants", texts(questions, question -> question.merchant().hex()))
        .query(Boolean.class)
        .list();
  }

  /**
   * Files messages, with the customers whom they make known. What waited or had failed is taken up
   * by compare-and-set, so that of two at the same moment one is told {@link Filing#KNOWN}.
   *
   * @return what became of each, in their order
   */
  public List<Filing> file(List<? extends ReadMessage> messages) {
    Instant oldestPriced = clock.instant().minus(properties.orderMaxAge());
    Map<Name, String> states = filed(messages, oldestPriced);
    return messages.stream()
        .map(message -> filing(states.get(Name.of(message)), message, oldestPriced))
        .toList();
  }

  /** What a message is filed under. */
  private record Name(String merchant, String eventId) {

    static Name of(ReadMessage message) {
      return new Name(message.incoming().merchant().hex(), message.incoming().event().id().hex());
    }
  }

  private static Filing filing(@Nullable String state, ReadMessage message, Instant oldestPriced) {
    return switch (state) {
      case null -> Filing.KNOWN;
      case "DONE" ->
          message.incoming().event().createdAt().isBefore(oldestPriced)
              ? Filing.FILED_TOO_LATE
              : Filing.FILED;
      case "WAITING" -> Filing.WAITING;
      case "HISTORY" -> Filing.HISTORY;
      default -> throw new IllegalStateException("No message is filed as " + state);
    };
  }

  private Map<Name, String> filed(List<? extends ReadMessage> messages, Instant oldestPriced) {
    Map<Name, String> states = new HashMap<>();
    List<Incoming> incoming = messages.stream().map(message -> message.incoming()).toList();
    jdbc.sql(FILE)
        .params(columns(incoming))
        .param("types", messages.stream().map(message -> message.type()).toArray(Integer[]::new))
        .param("order_ids", texts(messages, ReadMessage::orderId))
        .param("commands", flags(messages, ReadMessage::isCommand))
        .param("caught_up", flags(incoming, Incoming::caughtUp))
        .param("oldest_priced", timestamp(oldestPriced))
        .param("patience", patience())
        .query(
            row -> {
              states.put(
                  new Name(row.getString("merchant"), row.getString("event_id")),
                  row.getString("state"));
            });
    return states;
  }

  /** The rows to be filed, by the names that the statements below give their columns. */
  private static final String ARRIVED =
      """
      arrived AS (
        SELECT merchant.id AS merchant_id, merchant.active, merchant.first_caught_up_at, a.*
        FROM unnest(:merchants, :event_ids, :created_ats::timestamptz[], :kinds, :customers,
               :incoming, :contents, :events, :relays, :received_ats::timestamptz[], %s)
          AS a (merchant, event_id, event_created_at, kind, customer,
               incoming, content, event, relay, received_at, %s)
        JOIN merchant ON merchant.public_key = a.merchant)
      """;

  /** Those who wrote what was filed anew, in one order, so that no two wait for each other. */
  private static final String KNOWN =
      """
      INSERT INTO customer (merchant_id, public_key, unread_messages)
      SELECT merchant_id, customer, count(*) FILTER (WHERE incoming) FROM filed WHERE is_new
      GROUP BY merchant_id, customer ORDER BY merchant_id, customer
      ON CONFLICT (merchant_id, public_key) DO UPDATE
        SET unread_messages = customer.unread_messages + excluded.unread_messages
        WHERE excluded.unread_messages > 0
      """;

  private static final String FILE =
      "WITH "
          + ARRIVED.formatted(
              ":types, :order_ids, :commands, :caught_up", "type, order_id, is_command, caught_up")
          + """
      , filed AS (
        INSERT INTO message AS m (merchant_id, event_id, event_created_at, kind, customer, incoming,
                             type, order_id, content, event, relay, received_at, state)
        SELECT merchant_id, event_id, event_created_at, kind, customer, incoming,
               type, order_id, content, event, relay, received_at,
               CASE WHEN NOT is_command THEN 'DONE'
                    WHEN type = 0 AND EXISTS (SELECT 1 FROM message own WHERE own.merchant_id = a.merchant_id
                                 AND own.customer = a.customer AND own.order_id = a.order_id
                                 AND NOT own.incoming AND own.type IN (1, 2)) THEN 'HISTORY'
                    WHEN NOT active OR NOT (caught_up AND first_caught_up_at IS NOT NULL)
                         AND received_at >= :patience THEN 'WAITING'
                    WHEN event_created_at < :oldest_priced
                         AND event_created_at < coalesce(first_caught_up_at, 'infinity')
                         THEN 'HISTORY'
                    ELSE 'DONE' END
        FROM arrived a ORDER BY event_id, merchant_id
        ON CONFLICT (merchant_id, event_id) DO UPDATE SET state = excluded.state, error = NULL,
          type = excluded.type, order_id = excluded.order_id
          WHERE m.state = 'FAILED' OR (m.state = 'WAITING' AND excluded.state <> 'WAITING')
        RETURNING merchant_id, event_id, customer, incoming, state, (xmax = 0) AS is_new
      ), known AS (%s)
      SELECT merchant, event_id, state FROM filed JOIN arrived USING (merchant_id, event_id)
      """
              .formatted(KNOWN);

  /** Keeps a genuine message that is itself at fault, with the reason, for the merchant to see. */
  public void bury(Incoming message, Exception cause) {
    String error =
        cause instanceof CaravanException ours ? ours.code() : cause.getClass().getName();
    jdbc.sql(BURY).params(columns(List.of(message))).param("errors", new String[] {error}).update();
  }

  private static final String BURY =
      "WITH "
          + ARRIVED.formatted(":errors", "error")
          + """
      , filed AS (
        INSERT INTO message AS m (merchant_id, event_id, event_created_at, kind, customer,
                                  incoming, type, content, event, relay, received_at, state, error)
        SELECT merchant_id, event_id, event_created_at, kind, customer,
               incoming, -1, content, event, relay, received_at, 'FAILED', error
        FROM arrived
        ON CONFLICT (merchant_id, event_id) DO UPDATE SET state = 'FAILED',
          error = excluded.error WHERE m.state IN ('WAITING', 'FAILED')
        RETURNING merchant_id, customer, incoming, (xmax = 0) AS is_new
      )
      """
          + KNOWN;

  private static Map<String, Object> columns(List<Incoming> rows) {
    return Map.of(
        "merchants", texts(rows, message -> message.merchant().hex()),
        "event_ids", texts(rows, message -> message.event().id().hex()),
        "created_ats", times(rows, message -> message.event().createdAt()),
        "kinds", rows.stream().map(message -> message.event().kind()).toArray(Integer[]::new),
        "customers", texts(rows, message -> message.customer().hex()),
        "incoming", flags(rows, Incoming::fromCustomer),
        "contents", texts(rows, Incoming::text),
        "events", texts(rows, message -> StorableText.of(EventJson.write(message.event()))),
        "relays", texts(rows, Incoming::relay),
        "received_ats", times(rows, Incoming::receivedAt));
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
