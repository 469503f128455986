package market.caravan.catalog;

import java.util.List;
import java.util.Optional;
import market.caravan.PermanentException;
import org.jspecify.annotations.Nullable;

/**
 * What somebody had read when they decided an edit: of two who edit at once the second is told so,
 * and overwrites nothing. Who says nothing of it edits whatever is there.
 *
 * @param version as the thing showed it; null where it was not sent back
 * @param tags of HTTP's If-Match, without quotes; empty where there were none
 */
public record Seen(@Nullable String version, List<String> tags) {

  public static final Seen NOTHING = new Seen(null, List.of());

  public Seen {
    tags = List.copyOf(tags);
  }

  /**
   * Passes where this is what is there.
   *
   * @throws PermanentException {@code stale-version}, or {@code stale-tag} for If-Match
   */
  void require(long current) {
    String expected = String.valueOf(current);
    if (!tags.isEmpty() && tags.stream().map(Seen::edits).noneMatch(expected::equals)) {
      throw stale("stale-tag");
    }
    if (version != null && !edits(version).equals(expected)) {
      throw stale("stale-version");
    }
  }

  /** The quantity that a product showed; empty where that is not known. */
  Optional<String> quantity() {
    return Optional.ofNullable(version)
        .or(() -> tags.stream().findFirst())
        .filter(seen -> seen.indexOf('.') >= 0)
        .map(seen -> seen.substring(seen.indexOf('.') + 1));
  }

  private static String edits(String seen) {
    int point = seen.indexOf('.');
    return point < 0 ? seen : seen.substring(0, point);
  }

  PermanentException stale() {
    return stale(version == null ? "stale-tag" : "stale-version");
  }

  private static PermanentException stale(String code) {
    return new PermanentException(
        code, "Somebody has changed this meanwhile: read it again, and then change it");
  }
}
