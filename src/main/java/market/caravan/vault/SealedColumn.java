package market.caravan.vault;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * A column of secrets, whose room says which it is, so that a change of the master key finds it.
 */
@Repository
public abstract class SealedColumn {

  private static final int PAGE = 1_000;

  private final JdbcClient jdbc;
  private final String table;
  private final String key;
  private final String column;
  private final Function<String, String> context;

  /**
   * The names go into SQL as they are.
   *
   * @param key tells the rows apart, as text
   * @param context that a secret is sealed in, by its row's key
   */
  protected SealedColumn(
      JdbcClient jdbc, String table, String key, String column, Function<String, String> context) {
    this.jdbc = jdbc;
    this.table = table;
    this.key = key;
    this.column = column;
    this.context = context;
  }

  final String name() {
    return table + "." + column;
  }

  /** Something that seals a secret anew, in the context that it is sealed in. */
  @FunctionalInterface
  interface Resealing {
    byte[] anew(byte[] before, String context);
  }

  /**
   * Seals all of them anew within the transaction that is running; until its end nobody else reads
   * or writes the table.
   *
   * @return how many there are
   */
  final long reseal(Resealing resealing) {
    jdbc.sql("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE").update();
    long count = 0;
    List<Map.Entry<String, byte[]>> page = page("");
    while (!page.isEmpty()) {
      store(page, resealing);
      count += page.size();
      page = page(page.getLast().getKey());
    }
    return count;
  }

  private List<Map.Entry<String, byte[]>> page(String after) {
    return jdbc.sql(
            """
            SELECT %2$s, %3$s FROM %1$s WHERE %3$s IS NOT NULL AND %2$s > :after
            ORDER BY %2$s LIMIT :page
            """
                .formatted(table, key, column))
        .param("after", after)
        .param("page", PAGE)
        .query((row, number) -> Map.entry(row.getString(1), row.getBytes(2)))
        .list();
  }

  private void store(List<Map.Entry<String, byte[]>> page, Resealing resealing) {
    byte[][] anew =
        page.stream()
            .map(row -> resealing.anew(row.getValue(), context.apply(row.getKey())))
            .toArray(byte[][]::new);
    jdbc.sql(
            """
            UPDATE %1$s SET %3$s = resealed FROM unnest(:keys, :resealed) AS x (of_key, resealed)
            WHERE %2$s = of_key
            """
                .formatted(table, key, column))
        .param("keys", page.stream().map(Map.Entry::getKey).toArray(String[]::new))
        .param("resealed", anew)
        .update();
  }
}
