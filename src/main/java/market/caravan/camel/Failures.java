package market.caravan.camel;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import market.caravan.PermanentException;
import market.caravan.TransientException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** What the routes make of a failure: whether waiting may help, and who is to be told. */
@Component
public class Failures {

  private static final Logger log = LoggerFactory.getLogger(Failures.class);
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private final Clock clock;
  private final Map<String, Instant> told = new ConcurrentHashMap<>();

  Failures(Clock clock) {
    this.clock = clock;
  }

  /** Whether it is for somebody to come back: the database, a relay or the Lightning node. */
  public boolean isTransient(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .filter(Failures::isTelling)
        .findFirst()
        .map(Failures::isOfAbsence)
        .orElse(false);
  }

  /**
   * Whether it would meet each message of a list alone as well. A lock that somebody else holds, or
   * an error that PostgreSQL has with one row, would not.
   */
  boolean concernsAll(Throwable failure) {
    return isTransient(failure)
        && Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
            .noneMatch(Failures::isOfOne);
  }

  private static boolean isOfOne(Throwable cause) {
    return cause instanceof ConcurrencyFailureException
        || cause instanceof QueryTimeoutException
        || (cause instanceof SQLException refusal && isOfRow(refusal));
  }

  /**
   * SQLSTATE class XX, where a row is damaged; and out of memory, for which its size may be to
   * blame.
   */
  private static boolean isOfRow(SQLException refusal) {
    String state = refusal.getSQLState();
    return state != null && (state.startsWith("XX") || state.equals("53200"));
  }

  private static boolean isTelling(Throwable cause) {
    return cause instanceof TransientException
        || cause instanceof PermanentException
        || cause instanceof DataAccessException
        || cause instanceof TransactionException;
  }

  /** Whatever the database refuses that is not about what it was given: it is away, or not well. */
  private static boolean isOfAbsence(Throwable cause) {
    return !(cause instanceof PermanentException
        || (cause.getCause() instanceof SQLException refusal && isOfSize(refusal))
        || cause instanceof DataIntegrityViolationException
        || cause instanceof DataRetrievalFailureException
        || cause instanceof InvalidDataAccessApiUsageException
        || cause instanceof InvalidDataAccessResourceUsageException);
  }

  /** Has a message that could not even be buried tried again: that is never its own fault. */
  public void keep(Throwable failure) {
    throw new TransientException(
        "not-buried", "A message that is at fault could not be filed; it is tried again", failure);
  }

  /** SQLSTATE class 54: a limit of PostgreSQL's, which the same row meets again. */
  private static boolean isOfSize(SQLException refusal) {
    return refusal.getSQLState() != null && refusal.getSQLState().startsWith("54");
  }

  /** Logs a failure, and the next of its kind in this route not before a minute is over. */
  public void tell(String route, Throwable failure) {
    Instant now = clock.instant();
    String kind = route + " " + failure.getClass().getName();
    Instant last = told.get(kind);
    if (last != null && now.isBefore(last.plus(SILENCE))) {
      log.debug("{} failed again", route, failure);
      return;
    }
    told.put(kind, now);
    if (isTransient(failure)) {
      log.warn("{} goes on later: {}", route, failure.getMessage());
    } else {
      log.error("{} failed", route, failure);
    }
  }
}
