package market.caravan;

import java.time.Instant;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Many rows as the arrays of their columns, which SQL makes rows of again by {@code unnest}. */
public final class Columns {

  private Columns() {}

  /** A {@code text[]}. */
  public static <T> @Nullable String[] texts(
      Collection<T> rows, Function<T, @Nullable String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }

  /** A {@code bigint[]}. */
  public static <T> Long[] numbers(Collection<T> rows, Function<T, Long> column) {
    return rows.stream().map(column).toArray(Long[]::new);
  }

  /** A {@code boolean[]}. */
  public static <T> Boolean[] flags(Collection<T> rows, Function<T, Boolean> column) {
    return rows.stream().map(column).toArray(Boolean[]::new);
  }

  /** A {@code text[]}, to be cast to {@code timestamptz[]}. */
  public static <T> @Nullable String[] times(
      Collection<T> rows, Function<T, @Nullable Instant> column) {
    return rows.stream()
        .map(column)
        .map(at -> at == null ? null : at.toString())
        .toArray(String[]::new);
  }
}
