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

  private static final int FIRST_PAGE = 100;
  private static final int MAX_PAGE = 1_000;

  /** Characters that a page should not exceed. */
  private static final int MAX_LENGTH = 8_000_000;

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
    int pageSize = FIRST_PAGE;
    while (missing > 0) {
      int rows = Math.min(missing, pageSize);
      List<Stored> page = page(query, rows);
      if (!page.stream().allMatch(reader) || page.size() < rows) {
        return;
      }
      missing -= rows;
      query = query.after(page.getLast());
      pageSize = sizeAfter(page);
    }
  }

  private List<Stored> page(FilterQuery query, int rows) {
    return jdbc.sql(query.sql())
        .params(query.parameters())
        .param("rows", rows)
        .query(Stored.class)
        .list();
  }

  /** As many events as fit, if the next are as long as the longest of these. */
  private static int sizeAfter(List<Stored> page) {
    int longest = page.stream().mapToInt(event -> event.json().length()).max().orElse(1);
    return Math.clamp(MAX_LENGTH / longest, 1, MAX_PAGE);
  }

  /** An event as it is kept; its place, and {@code createdAt} in Unix seconds. */
  record Stored(long seq, String id, long createdAt, String json) {}
}
