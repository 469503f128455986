package market.caravan;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.stereotype.Component;

/** What the driver's errors mean: as Spring has it, and a lock not had in time is no riddle. */
@Component
public class DatabaseErrors extends SQLExceptionSubclassTranslator {

  /** SQLSTATE of {@code lock_timeout} and {@code NOWAIT}. */
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  @Override
  protected @Nullable DataAccessException doTranslate(
      String task, @Nullable String sql, SQLException error) {
    return LOCK_NOT_AVAILABLE.equals(error.getSQLState())
        ? new CannotAcquireLockException(buildMessage(task, sql, error), error)
        : super.doTranslate(task, sql, error);
  }
}
