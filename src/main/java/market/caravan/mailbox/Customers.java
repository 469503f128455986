package market.caravan.mailbox;

import static market.caravan.Columns.texts;
import static market.caravan.Columns.times;
import static market.caravan.mailbox.Inbox.timestamp;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Whom merchants know: those who wrote to them, and those whom they have added themselves. */
@Repository
public class Customers {

  private final JdbcClient jdbc;
  private final MailboxProperties properties;
  private final Clock clock;

  Customers(JdbcClient jdbc, MailboxProperties properties, Clock clock) {
    this.jdbc = jdbc;
    this.properties = properties;
    this.clock = clock;
  }

  /** A customer of one merchant. */
  public record Key(String merchantId, Pubkey customer) {}

  /**
   * What a customer says of themselves.
   *
   * @param profile as JSON; null where relays have nothing of them
   * @param createdAt null where they have nothing
   */
  public record Told(Key key, @Nullable String profile, @Nullable Instant createdAt) {}

  /** Makes a customer known; false where the merchant knew them. */
  public boolean add(Key key) {
    return jdbc.sql(
                """
                INSERT INTO customer (merchant_id, public_key) VALUES (:merchant, :customer)
                ON CONFLICT DO NOTHING
                """)
            .param("merchant", key.merchantId())
            .param("customer", key.customer().hex())
            .update()
        > 0;
  }

  /** Some of those whose profiles are to be read, those of whom nothing is known first. */
  public List<Key> due() {
    return jdbc.sql(
            """
            SELECT merchant_id, public_key FROM customer WHERE profile_due_at <= :now
            ORDER BY profile_due_at LIMIT :size
            """)
        .param("now", timestamp(clock.instant()))
        .param("size", properties.profilesAtOnce())
        .query(
            (row, number) ->
                new Key(row.getString("merchant_id"), new Pubkey(row.getString("public_key"))))
        .list();
  }

  /** Notes what relays had of customers; an older profile changes nothing. */
  public void record(List<Told> told) {
    jdbc.sql(
            """
            WITH told AS (
              SELECT c.merchant_id, c.public_key, t.profile, t.at,
                t.at IS NOT NULL AND t.at > coalesce(c.event_created_at, '-infinity') AS is_news
              FROM unnest(:merchants, :customers, :profiles, :ats::timestamptz[])
                AS t (merchant, customer, profile, at)
              JOIN customer c ON c.merchant_id = t.merchant AND c.public_key = t.customer
              ORDER BY c.merchant_id, c.public_key FOR UPDATE OF c)
            UPDATE customer c SET profile_due_at = :next,
              profile = CASE WHEN is_news THEN told.profile ELSE c.profile END,
              event_created_at = CASE WHEN is_news THEN told.at ELSE event_created_at END
            FROM told
            WHERE c.merchant_id = told.merchant_id AND c.public_key = told.public_key
            """)
        .param("next", timestamp(clock.instant().plus(properties.profileGoodFor())))
        .param("merchants", texts(told, each -> each.key().merchantId()))
        .param("customers", texts(told, each -> each.key().customer().hex()))
        .param("profiles", texts(told, Told::profile))
        .param("ats", times(told, Told::createdAt))
        .update();
  }
}
