package market.caravan.mailbox;

import static market.caravan.Columns.texts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import market.caravan.nostr.EventId;
import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Messages that were filed as history: too old to act on, or answered by the merchant with another
 * client, or by us before this database was.
 */
@Repository
public class History {

  /** Of one order, a customer's messages of a type that count: the oldest; nobody needs as many. */
  private static final int MOST_OF_CUSTOMER = 4;

  /** Of one order, the merchant's messages of a type that are read: the newest. */
  private static final int MOST_OF_MERCHANT = 500;

  private static final String COLUMNS =
      "m.event_id, m.event_created_at, m.customer, m.incoming, m.type, m.order_id, m.content";

  private final JdbcClient jdbc;

  public History(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Whose order it is at the merchant whose history is read. */
  public record Topic(Pubkey customer, String orderId) {}

  /** A customer's order among all of the history, which goes by time. */
  public record Place(Instant at, long seq, EventId eventId, Topic topic) {}

  /** A message that is at fault itself, and had no effect. */
  public record Failed(EventId eventId, Pubkey customer) {}

  /** How many messages with an order there are. */
  public long count(String merchantId) {
    return jdbc.sql(
            """
            SELECT count(*) FROM message
            WHERE merchant_id = :merchant AND state = 'HISTORY' AND incoming AND type = 0
            """)
        .param("merchant", merchantId)
        .query(Long.class)
        .single();
  }

  /**
   * Messages with an order, the oldest first.
   *
   * @param after with {@code afterSeq}, where the page before has ended; null for the first
   */
  public List<Place> orders(String merchantId, @Nullable Instant after, long afterSeq, int limit) {
    return jdbc.sql(
            """
            SELECT event_created_at, seq, event_id, customer, order_id FROM message
            WHERE merchant_id = :merchant AND state = 'HISTORY' AND incoming AND type = 0
              AND (event_created_at, seq) > (coalesce(:after::timestamptz, '-infinity'), :seq)
            ORDER BY event_created_at, seq LIMIT :limit
            """)
        .param("merchant", merchantId)
        .param("after", after == null ? null : Inbox.timestamp(after))
        .param("seq", afterSeq)
        .param("limit", limit)
        .query(History::place)
        .list();
  }

  private static Place place(ResultSet row, int number) throws SQLException {
    return new Place(
        time(row),
        row.getLong("seq"),
        new EventId(row.getString("event_id")),
        new Topic(new Pubkey(row.getString("customer")), row.getString("order_id")));
  }

  /**
   * What customers and the merchant have said of these orders, some hundreds of each at most; of
   * the same order sent again and again, one more than counts, for {@link #isCut}.
   */
  public List<StoredMessage> about(String merchantId, Collection<Topic> topics) {
    return jdbc.sql(
            """
            SELECT said.* FROM unnest(:customers, :ids) AS topic (customer, order_id)
            CROSS JOIN LATERAL (
              (SELECT %1$s FROM message m WHERE m.merchant_id = :merchant
                 AND m.customer = topic.customer AND m.order_id = topic.order_id
                 AND NOT m.incoming AND m.order_id IS NOT NULL AND m.type = 1
               ORDER BY m.event_created_at DESC, m.event_id DESC LIMIT :most_of_merchant)
              UNION ALL
              (SELECT %1$s FROM message m WHERE m.merchant_id = :merchant
                 AND m.customer = topic.customer AND m.order_id = topic.order_id
                 AND NOT m.incoming AND m.order_id IS NOT NULL AND m.type = 2
               ORDER BY m.event_created_at DESC, m.event_id DESC LIMIT :most_of_merchant)
              UNION ALL
              (SELECT %1$s FROM message m WHERE m.merchant_id = :merchant
                 AND m.customer = topic.customer AND m.order_id = topic.order_id AND m.incoming
                 AND m.order_id IS NOT NULL AND (m.state = 'HISTORY' OR m.type = -1)
                 AND m.type = 0
               ORDER BY m.event_created_at, m.event_id LIMIT :most_of_customer + 1)
              UNION ALL
              (SELECT %1$s FROM message m WHERE m.merchant_id = :merchant
                 AND m.customer = topic.customer AND m.order_id = topic.order_id AND m.incoming
                 AND m.order_id IS NOT NULL AND (m.state = 'HISTORY' OR m.type = -1)
                 AND m.type = -1
               ORDER BY m.event_created_at, m.event_id LIMIT :most_of_customer)
            ) said
            """
                .formatted(COLUMNS))
        .param("merchant", merchantId)
        .param("customers", texts(topics, topic -> topic.customer().hex()))
        .param("ids", texts(topics, Topic::orderId))
        .param("most_of_merchant", MOST_OF_MERCHANT)
        .param("most_of_customer", MOST_OF_CUSTOMER)
        .query(History::message)
        .list();
  }

  /** Whether the customer has sent the order more often than is read: nobody knows what as. */
  public static boolean isCut(Collection<StoredMessage> aboutOne) {
    return aboutOne.stream().filter(said -> said.incoming() && said.type() == 0).count()
        > MOST_OF_CUSTOMER;
  }

  private static StoredMessage message(ResultSet row, int number) throws SQLException {
    return new StoredMessage(
        new EventId(row.getString("event_id")),
        time(row),
        new Pubkey(row.getString("customer")),
        row.getBoolean("incoming"),
        row.getInt("type"),
        row.getString("order_id"),
        row.getString("content"));
  }

  /** Messages that failed when they came in, the oldest first; so many at most. */
  public List<Failed> failed(String merchantId, int limit) {
    return jdbc.sql(
            """
            SELECT event_id, customer FROM message
            WHERE state = 'FAILED' AND merchant_id = :merchant ORDER BY seq LIMIT :limit
            """)
        .param("merchant", merchantId)
        .param("limit", limit)
        .query(
            (row, number) ->
                new Failed(
                    new EventId(row.getString("event_id")), new Pubkey(row.getString("customer"))))
        .list();
  }

  /** Whether this merchant has a message of this event. */
  public boolean has(String merchantId, EventId event) {
    return jdbc.sql(
            """
            SELECT EXISTS (SELECT FROM message
              WHERE event_id = :event AND merchant_id = :merchant)
            """)
        .param("event", event.hex())
        .param("merchant", merchantId)
        .query(Boolean.class)
        .single();
  }

  /**
   * The order that a message is about; empty where it is about none, or there is no such message.
   */
  public Optional<Place> place(String merchantId, EventId event) {
    return jdbc.sql(
            """
            SELECT event_created_at, seq, event_id, customer, order_id FROM message
            WHERE event_id = :event AND merchant_id = :merchant AND order_id IS NOT NULL
            """)
        .param("event", event.hex())
        .param("merchant", merchantId)
        .query(History::place)
        .optional();
  }

  /** A relay that a merchant's messages are read from, and whether all that it has is here. */
  public record ReadRelay(String url, @JsonProperty("caught_up") boolean caughtUp) {}

  /** The relays that a merchant's messages were ever read from. */
  public List<ReadRelay> relays(String merchantId) {
    return jdbc.sql(
            """
            SELECT relay, bool_and(caught_up) AS caught_up FROM relay_cursor
            WHERE merchant_id = :merchant GROUP BY relay ORDER BY relay
            """)
        .param("merchant", merchantId)
        .query((row, number) -> new ReadRelay(row.getString("relay"), row.getBoolean("caught_up")))
        .list();
  }

  private static Instant time(ResultSet row) throws SQLException {
    return row.getObject("event_created_at", OffsetDateTime.class).toInstant();
  }
}
