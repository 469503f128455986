package market.caravan.vault;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import market.caravan.PermanentException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Seals all that is stored sealed anew, under another master key, in one transaction: whatever
 * happens meanwhile, either all of it is under the one or all under the other.
 */
@Repository
class MasterKeyRotation {

  /** What {@code spring.datasource.hikari} in application.yaml calls us. */
  private static final String RUNNING =
      """
      SELECT EXISTS (SELECT FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'caravan')
      """;

  private final Vault vault;
  private final List<SealedColumn> columns;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  MasterKeyRotation(
      Vault vault, List<SealedColumn> columns, JdbcClient jdbc, TransactionTemplate transaction) {
    this.vault = vault;
    this.columns = columns;
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  /**
   * Does it; what is under the new key already stays as it is.
   *
   * @return how many secrets there are of each column
   * @throws PermanentException if Caravan is running, which would go on with the old key, or if a
   *     secret does not open: then nothing has changed
   */
  Map<String, Long> rotate(Vault next) {
    return Objects.requireNonNull(
        transaction.execute(
            status -> {
              requireNobodyElse();
              Map<String, Long> counts = new LinkedHashMap<>();
              columns.forEach(
                  column ->
                      counts.put(
                          column.name(),
                          column.reseal(
                              (before, context) ->
                                  next.isSealer(before)
                                      ? before
                                      : next.seal(vault.open(before, context), context))));
              requireNobodyElse();
              return counts;
            }));
  }

  /** Within a transaction PostgreSQL shows what it showed at the first look, if not told. */
  private void requireNobodyElse() {
    jdbc.sql("SELECT pg_stat_clear_snapshot()").query((row, number) -> 0).list();
    if (jdbc.sql(RUNNING).query(Boolean.class).single()) {
      throw new PermanentException(
          "caravan-running",
          "Caravan is running on this database, and would go on with the old key: stop it first");
    }
  }
}
