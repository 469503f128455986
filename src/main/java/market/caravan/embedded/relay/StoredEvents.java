package market.caravan.embedded.relay;

import java.util.List;
import java.util.function.Predicate;
import market.caravan.nostr.Filter;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads what a filter asks for, newest first, in pages that hold no connection between them. */
@Repository
@ConditionalOnEmbeddedRelay
class StoredEvents {

  private static final int PAGE = 100;

  private final JdbcClient jdbc;

  StoredEvents(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Hands over the stored events that match.
   *
   * @param limit most events
   * @param reader false ends the reading
   */
  void read(Filter filter, int limit, Predicate<Stored> reader) {
    FilterQuery query = FilterQuery.of(filter);
    int missing = limit;
    while (missing > 0) {
      int rows = Math.min(missing, PAGE);
      List<Stored> page =
          jdbc.sql(query.sql())
              .params(query.parameters())
              .param("rows", rows)
              .query(Stored.class)
              .list();
      if (!page.stream().allMatch(reader) || page.size() < rows) {
        return;
      }
      missing -= rows;
      query = query.after(page.getLast());
    }
  }

  /** An event as it is kept; its place, and {@code createdAt} in Unix seconds. */
  record Stored(long seq, String id, long createdAt, String json) {}
}
