package market.caravan.embedded.relay;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of events, and of the tags that they are found by. */
@Repository
@ConditionalOnEmbeddedRelay
class EventRows {

  private static final String INSERT =
      """
      INSERT INTO relay.event (id, pubkey, created_at, kind, address, json)
      SELECT id, pubkey, created_at, kind, address, json
      FROM unnest(:ids, :pubkeys, :times, :kinds, :addresses, :jsons)
        WITH ORDINALITY AS arrival (id, pubkey, created_at, kind, address, json, place)
      ORDER BY place
      ON CONFLICT (id) DO NOTHING
      RETURNING seq, id
      """;

  private static final String INSERT_TAGS =
      """
      INSERT INTO relay.event_tag (hash, created_at, seq)
      SELECT * FROM unnest(:hashes, :times, :seqs)
      """;

  private static final String DELETE_TAGS =
      """
      DELETE FROM relay.event_tag
      WHERE hash = ANY (:hashes) AND created_at = :time AND seq = :seq
      """;

  private final JdbcClient jdbc;

  EventRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  long newest() {
    return jdbc.sql("SELECT coalesce(max(seq), 0) FROM relay.event").query(Long.class).single();
  }

  /**
   * Inserts those whose id is new, with their tags.
   *
   * @return the places of those that were new; modifiable
   */
  Map<EventId, Long> insert(List<Arrival> arrivals) {
    List<Event> events = arrivals.stream().map(Arrival::event).toList();
    Map<EventId, Long> places = new HashMap<>();
    jdbc.sql(INSERT)
        .param("ids", events.stream().map(event -> event.id().hex()).toArray(String[]::new))
        .param("pubkeys", events.stream().map(event -> event.pubkey().hex()).toArray(String[]::new))
        .param("times", events.stream().mapToLong(EventRows::time).toArray())
        .param("kinds", events.stream().mapToInt(Event::kind).toArray())
        .param("addresses", addresses(events))
        .param("jsons", arrivals.stream().map(Arrival::json).toArray(String[]::new))
        .query(
            row -> {
              places.put(new EventId(row.getString("id")), row.getLong("seq"));
            });
    insertTags(events, places);
    return places;
  }

  List<EventRow> after(long seq) {
    return jdbc.sql("SELECT seq, json FROM relay.event WHERE seq > :seq ORDER BY seq")
        .param("seq", seq)
        .query(EventRow::read)
        .list();
  }

  /** The events whose id, or whose address' hash, is among {@code targets}. */
  List<EventRow> named(Collection<String> targets) {
    String[] names = targets.toArray(String[]::new);
    return jdbc.sql("SELECT seq, json FROM relay.event WHERE id = ANY (:a) OR address = ANY (:a)")
        .param("a", names)
        .query(EventRow::read)
        .list();
  }

  void delete(EventRow row) {
    jdbc.sql(DELETE_TAGS)
        .param("hashes", Hashes.ofTags(row.event()).stream().mapToLong(hash -> hash).toArray())
        .param("time", time(row.event()))
        .param("seq", row.seq())
        .update();
    jdbc.sql("DELETE FROM relay.event WHERE seq = :seq").param("seq", row.seq()).update();
  }

  private void insertTags(List<Event> events, Map<EventId, Long> places) {
    Map<EventId, Long> untagged = new HashMap<>(places);
    List<TagRow> tags = new ArrayList<>();
    for (Event event : events) {
      Long seq = untagged.remove(event.id());
      if (seq != null) {
        Hashes.ofTags(event).forEach(hash -> tags.add(new TagRow(hash, time(event), seq)));
      }
    }
    if (!tags.isEmpty()) {
      jdbc.sql(INSERT_TAGS)
          .param("hashes", tags.stream().mapToLong(TagRow::hash).toArray())
          .param("times", tags.stream().mapToLong(TagRow::time).toArray())
          .param("seqs", tags.stream().mapToLong(TagRow::seq).toArray())
          .update();
    }
  }

  private static @Nullable String[] addresses(List<Event> events) {
    return events.stream()
        .map(event -> Retention.address(event).map(Hashes::ofAddress).orElse(null))
        .toArray(String[]::new);
  }

  private static long time(Event event) {
    return event.createdAt().getEpochSecond();
  }

  private record TagRow(long hash, long time, long seq) {}
}
