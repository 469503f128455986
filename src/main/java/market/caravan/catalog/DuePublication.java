package market.caravan.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code publication} of which relays are to be told.
 *
 * @param published whether the merchant wants relays to show stalls and products at all
 * @param listed whether the latest event shows it
 * @param eventId the latest event that shows it and that a relay has; null where there is none
 * @param before the time of the latest event; the epoch where there is none
 */
public record DuePublication(
    PublicationKey key,
    Pubkey merchant,
    boolean published,
    boolean listed,
    @Nullable String eventId,
    Instant before) {

  static DuePublication of(ResultSet row, int number) throws SQLException {
    OffsetDateTime createdAt = row.getObject("event_created_at", OffsetDateTime.class);
    return new DuePublication(
        new PublicationKey(row.getString("merchant_id"), row.getInt("kind"), row.getString("id")),
        new Pubkey(row.getString("public_key")),
        row.getBoolean("published"),
        row.getBoolean("listed"),
        row.getString("event_id"),
        createdAt == null ? Instant.EPOCH : createdAt.toInstant());
  }
}
