package market.caravan.embedded.relay;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What authors take back of their own (NIP-09), for good. */
@Repository
@ConditionalOnEmbeddedRelay
class Deletions {

  static final int KIND = 5;

  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  private static final String INSERT =
      """
      INSERT INTO relay.deletion (target, pubkey, created_at)
      SELECT target, :pubkey, :time FROM unnest(:targets) AS request (target)
      ON CONFLICT (target, pubkey)
        DO UPDATE SET created_at = greatest(deletion.created_at, excluded.created_at)
      """;

  private static final String SELECT =
      """
      SELECT target, pubkey, created_at FROM relay.deletion WHERE target = ANY (:targets)
      """;

  private final JdbcClient jdbc;
  private final EventRows rows;

  Deletions(JdbcClient jdbc, EventRows rows) {
    this.jdbc = jdbc;
    this.rows = rows;
  }

  /** Deletes what the request names, as far as its author wrote it. */
  void carryOut(Event request) {
    Set<String> targets =
        Stream.concat(
                request.tagValues("e").filter(ID.asMatchPredicate()),
                request.tagValues("a").map(Hashes::ofAddress))
            .collect(Collectors.toSet());
    String pubkey = request.pubkey().hex();
    long time = request.createdAt().getEpochSecond();
    jdbc.sql(INSERT)
        .param("pubkey", pubkey)
        .param("time", time)
        .param("targets", targets.toArray(String[]::new))
        .update();
    for (EventRow row : rows.named(targets)) {
      boolean covered =
          targets(row.event())
              .filter(targets::contains)
              .anyMatch(target -> new Deletion(target, pubkey, time).covers(row.event()));
      if (covered) {
        rows.delete(row);
      }
    }
  }

  /** The ids of those among {@code events} that their author had deleted before they came. */
  Set<EventId> among(Collection<Event> events) {
    String[] targets = events.stream().flatMap(Deletions::targets).toArray(String[]::new);
    List<Deletion> deletions =
        jdbc.sql(SELECT).param("targets", targets).query(Deletion.class).list();
    return deletions.isEmpty()
        ? Set.of()
        : events.stream()
            .filter(event -> deletions.stream().anyMatch(deletion -> deletion.covers(event)))
            .map(Event::id)
            .collect(Collectors.toSet());
  }

  /** The names under which an event can be deleted. */
  private static Stream<String> targets(Event event) {
    return Stream.concat(
        Stream.of(event.id().hex()), Retention.address(event).map(Hashes::ofAddress).stream());
  }

  private record Deletion(String target, String pubkey, long createdAt) {

    /** A deletion itself can't be deleted; of an address, what is younger than it stays. */
    boolean covers(Event event) {
      if (event.kind() == KIND || !event.pubkey().hex().equals(pubkey)) {
        return false;
      }
      return target.equals(event.id().hex())
          || (event.createdAt().getEpochSecond() <= createdAt
              && Retention.address(event)
                  .map(Hashes::ofAddress)
                  .filter(target::equals)
                  .isPresent());
    }
  }
}
