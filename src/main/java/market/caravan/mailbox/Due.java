package market.caravan.mailbox;

import java.net.URI;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventJson;
import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;

/**
 * A row of the outbox that is due.
 *
 * @param recipient null for a public event
 * @param event as it was signed before; null the first time
 * @param signedAt null the first time
 * @param latest the time of the latest event that was signed in its lane; null where there is none
 * @param maybeSent whether a relay may have the event
 * @param settledRelays that have the event, or refused it for good
 */
record Due(
    long seq,
    Pubkey merchant,
    @Nullable Pubkey recipient,
    int kind,
    String content,
    List<List<String>> tags,
    Instant notBefore,
    @Nullable Event event,
    @Nullable Instant signedAt,
    @Nullable Instant latest,
    boolean maybeSent,
    Set<URI> settledRelays) {

  static Due of(ResultSet row, int number) throws SQLException {
    String recipient = row.getString("recipient");
    String event = row.getString("event");
    return new Due(
        row.getLong("seq"),
        new Pubkey(row.getString("merchant")),
        recipient == null ? null : new Pubkey(recipient),
        row.getInt("kind"),
        row.getString("content"),
        Tags.fromJson(row.getString("tags")),
        row.getObject("not_before", OffsetDateTime.class).toInstant(),
        event == null ? null : EventJson.parse(event),
        instant(row.getObject("signed_at", OffsetDateTime.class)),
        instant(row.getObject("lane_latest", OffsetDateTime.class)),
        row.getBoolean("maybe_sent"),
        relays(row.getArray("settled_relays")));
  }

  /**
   * What is to be sent: the event as before to relays that have not settled it, or, signed anew, to
   * all of them.
   */
  Outgoing outgoing(Event toSend, List<URI> relays, Instant leasedUntil) {
    boolean again = event != null && event.id().equals(toSend.id());
    return again
        ? new Outgoing(
            seq,
            toSend,
            relays.stream().filter(relay -> !settledRelays.contains(relay)).toList(),
            maybeSent,
            leasedUntil)
        : new Outgoing(seq, toSend, relays, false, leasedUntil);
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private static Set<URI> relays(@Nullable Array relays) throws SQLException {
    return relays == null
        ? Set.of()
        : Stream.of((String[]) relays.getArray()).map(URI::create).collect(Collectors.toSet());
  }
}
