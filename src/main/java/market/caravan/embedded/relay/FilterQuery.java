package market.caravan.embedded.relay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import market.caravan.embedded.relay.StoredEvents.Stored;
import market.caravan.nostr.EventId;
import market.caravan.nostr.Filter;
import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;

/**
 * A filter as a query, newest events first, of one time the lowest id first (NIP-01). Its values
 * are bound; only conditions are put together.
 */
record FilterQuery(String sql, Map<String, Object> parameters) {

  private static final String ALL =
      """
      SELECT e.seq, e.id, e.created_at, e.json FROM relay.event e
      WHERE %s
      ORDER BY e.created_at DESC, e.id LIMIT :rows
      """;

  /** Each value of the first tag is followed along its index, then the newest of all are taken. */
  private static final String BY_TAG =
      """
      SELECT DISTINCT found.seq, found.id, found.created_at, found.json
      FROM unnest(:hashes0) AS wanted (hash) CROSS JOIN LATERAL (
        SELECT e.seq, e.id, e.created_at, e.json
        FROM relay.event_tag t JOIN relay.event e ON e.seq = t.seq
        WHERE t.hash = wanted.hash AND t.created_at BETWEEN :since AND :until
          AND %s
        ORDER BY t.created_at DESC, e.id LIMIT :rows) found
      ORDER BY found.created_at DESC, found.id LIMIT :rows
      """;

  private static final String PLACE =
      """
      e.created_at BETWEEN :since AND :until
        AND NOT (e.created_at = :until AND e.id <= :after)""";

  static FilterQuery of(Filter filter) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("since", seconds(filter.since(), Long.MIN_VALUE));
    parameters.put("until", seconds(filter.until(), Long.MAX_VALUE));
    parameters.put("after", "");
    List<String> conditions = new ArrayList<>(List.of(PLACE));
    addColumns(filter, conditions, parameters);
    int tags = 0;
    for (Map.Entry<String, Set<String>> tag : filter.tags().entrySet()) {
      String name = "hashes" + tags++;
      parameters.put(name, hashes(tag.getKey(), tag.getValue()));
      if (tags > 1) {
        conditions.add(hasTag(name));
      }
    }
    String sql = tags == 0 ? ALL : BY_TAG;
    return new FilterQuery(sql.formatted(String.join("\n  AND ", conditions)), parameters);
  }

  /** The same query for what follows {@code last}. */
  FilterQuery after(Stored last) {
    Map<String, Object> next = new HashMap<>(parameters);
    next.put("until", last.createdAt());
    next.put("after", last.id());
    return new FilterQuery(sql, next);
  }

  private static void addColumns(
      Filter filter, List<String> conditions, Map<String, Object> parameters) {
    Set<EventId> ids = filter.ids();
    if (ids != null) {
      conditions.add("e.id = ANY (:ids)");
      parameters.put("ids", ids.stream().map(EventId::hex).toArray(String[]::new));
    }
    Set<Pubkey> authors = filter.authors();
    if (authors != null) {
      conditions.add("e.pubkey = ANY (:authors)");
      parameters.put("authors", authors.stream().map(Pubkey::hex).toArray(String[]::new));
    }
    Set<Integer> kinds = filter.kinds();
    if (kinds != null) {
      conditions.add("e.kind = ANY (:kinds)");
      parameters.put("kinds", kinds.stream().mapToInt(kind -> kind).toArray());
    }
  }

  private static String hasTag(String parameter) {
    return """
        EXISTS (SELECT FROM relay.event_tag o WHERE o.seq = e.seq AND o.created_at = e.created_at
          AND o.hash = ANY (:%s))"""
        .formatted(parameter);
  }

  private static long[] hashes(String name, Set<String> values) {
    return values.stream().mapToLong(value -> Hashes.ofTag(name, value)).toArray();
  }

  private static long seconds(@Nullable Instant time, long otherwise) {
    return time == null ? otherwise : time.getEpochSecond();
  }
}
