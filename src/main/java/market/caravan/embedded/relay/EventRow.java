package market.caravan.embedded.relay;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventJson;

/**
 * An event as it is kept.
 *
 * @param seq its place in the order of all commits
 */
record EventRow(long seq, Event event, String json) {

  private static final Comparator<Event> OLDEST_FIRST =
      Comparator.comparing(Event::createdAt)
          .thenComparing(event -> event.id().hex(), Comparator.reverseOrder());

  static EventRow read(ResultSet row, int number) throws SQLException {
    String json = row.getString("json");
    return new EventRow(row.getLong("seq"), EventJson.parse(json), json);
  }

  /** Whether another version counts more: the later, or of one time that of lower id (NIP-01). */
  boolean yieldsTo(Event other) {
    return OLDEST_FIRST.compare(event, other) < 0;
  }
}
