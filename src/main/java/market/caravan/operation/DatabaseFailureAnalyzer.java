package market.caravan.operation;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to look at when the database does not answer at the start, or lets nobody in. */
final class DatabaseFailureAnalyzer extends AbstractFailureAnalyzer<SQLException> {

  /** Classes of SQLSTATE: no connection, no authorisation, no such database. */
  private static final Set<String> CLASSES = Set.of("08", "28", "3D");

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
    String state = cause.getSQLState();
    if (state == null || !CLASSES.contains(state.substring(0, 2))) {
      return null;
    }
    return new FailureAnalysis(
        "The database can't be used: " + cause.getMessage(),
        "Check spring.datasource.url, spring.datasource.username and spring.datasource.password,"
            + " and that PostgreSQL runs there.",
        cause);
  }
}
