package market.caravan.nostr;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription asks for (NIP-01): an event matches when it fulfils every condition that is
 * there. A condition that is null is not there; an empty set is a condition that nothing fulfils.
 *
 * @param tags by the tag's name, without the {@code #}
 * @param since inclusive, whole seconds
 * @param until inclusive, whole seconds
 * @param limit how many stored events are wanted, the newest first; says nothing about live ones
 */
public record Filter(
    @Nullable Set<EventId> ids,
    @Nullable Set<Pubkey> authors,
    @Nullable Set<Integer> kinds,
    Map<String, Set<String>> tags,
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable Integer limit) {

  public Filter {
    ids = ids == null ? null : copy(ids);
    authors = authors == null ? null : copy(authors);
    kinds = kinds == null ? null : copy(kinds);
    Map<String, Set<String>> copies = new LinkedHashMap<>();
    tags.forEach((name, values) -> copies.put(name, copy(values)));
    tags = Collections.unmodifiableMap(copies);
  }

  /** The filter without a condition, to be narrowed. */
  public static Filter any() {
    return new Filter(null, null, null, Map.of(), null, null, null);
  }

  public Filter ids(Collection<EventId> ids) {
    return new Filter(copy(ids), authors, kinds, tags, since, until, limit);
  }

  public Filter authors(Collection<Pubkey> authors) {
    return new Filter(ids, copy(authors), kinds, tags, since, until, limit);
  }

  public Filter kinds(Integer... kinds) {
    return new Filter(ids, authors, copy(List.of(kinds)), tags, since, until, limit);
  }

  /** Narrows to events with a tag of this name whose value is among {@code values}. */
  public Filter tag(String name, Collection<String> values) {
    Map<String, Set<String>> more = new LinkedHashMap<>(tags);
    more.put(name, copy(values));
    return new Filter(ids, authors, kinds, more, since, until, limit);
  }

  public Filter since(@Nullable Instant since) {
    return new Filter(ids, authors, kinds, tags, since, until, limit);
  }

  public Filter until(@Nullable Instant until) {
    return new Filter(ids, authors, kinds, tags, since, until, limit);
  }

  public Filter limit(@Nullable Integer limit) {
    return new Filter(ids, authors, kinds, tags, since, until, limit);
  }

  /** Whether the event fulfils every condition; the limit is none. */
  public boolean matches(Event event) {
    return (kinds == null || kinds.contains(event.kind()))
        && (authors == null || authors.contains(event.pubkey()))
        && (ids == null || ids.contains(event.id()))
        && (since == null || !event.createdAt().isBefore(since))
        && (until == null || !event.createdAt().isAfter(until))
        && hasTags(event);
  }

  private boolean hasTags(Event event) {
    for (Map.Entry<String, Set<String>> wanted : tags.entrySet()) {
      if (!hasTag(event, wanted.getKey(), wanted.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasTag(Event event, String name, Set<String> values) {
    for (List<String> tag : event.tags()) {
      if (tag.size() > 1 && tag.getFirst().equals(name) && values.contains(tag.get(1))) {
        return true;
      }
    }
    return false;
  }

  private static <T> Set<T> copy(Collection<T> values) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(values));
  }
}
