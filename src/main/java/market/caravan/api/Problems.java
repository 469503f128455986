package market.caravan.api;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import market.caravan.CaravanException;
import market.caravan.PermanentException;
import market.caravan.TransientException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * The one place where an error becomes an answer: 4xx with what the caller can do about it, 503
 * where the same request may succeed later, and 500 without a word on the inside.
 */
@Component("problems")
class Problems {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  /** Codes of what is refused because of the state something is in. */
  private static final Set<String> CONFLICTS =
      Set.of(
          "illegal-transition",
          "id-taken",
          "still-needed",
          "pieces-held",
          "stale-version",
          "sold-out",
          "ambiguous-order",
          "payment-arriving",
          "order-delivered",
          "not-for-sale",
          "refund-state",
          "refund-exceeds-payment",
          "order-in-doubt",
          "nothing-to-confirm",
          "payment-unknown");

  private final ApiProperties properties;

  Problems(ApiProperties properties) {
    this.properties = properties;
  }

  /** What the caller is told about an error; an error of ours is logged. */
  public Answer answer(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Throwable error) {
    if (error instanceof Refused refused) {
      return refused(refused);
    }
    if (error instanceof PermanentException permanent) {
      return Answer.of(status(permanent), Problem.of(text(permanent)));
    }
    if (error instanceof TransientException away) {
      return later(text(away));
    }
    if (error instanceof DirectConsumerNotAvailableException) {
      return later("The operator has stopped this for the moment, please try again");
    }
    if (isDatabaseAway(error)) {
      return later("The database is away at the moment, please try again");
    }
    LOG.error("A request could not be answered", error);
    return Answer.of(500, Problem.of("Something went wrong here; the log of the server says what"));
  }

  private static String text(CaravanException error) {
    return Objects.requireNonNullElse(error.getMessage(), error.code());
  }

  private static Answer refused(Refused refused) {
    Map<String, String> headers =
        switch (refused.status()) {
          case 401 -> Map.of(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
          case 429 -> Map.of(HttpHeaders.RETRY_AFTER, "1");
          default -> Map.of();
        };
    return new Answer(refused.status(), headers, refused.problem());
  }

  private static int status(PermanentException error) {
    if (error.code().startsWith("unknown-")) {
      return 404;
    }
    if (error.code().equals("stale-tag")) {
      return 412;
    }
    return CONFLICTS.contains(error.code()) ? 409 : 400;
  }

  private static boolean isDatabaseAway(Throwable error) {
    return error instanceof TransientDataAccessException
        || error instanceof RecoverableDataAccessException
        || error instanceof NonTransientDataAccessResourceException
        || error instanceof TransactionException;
  }

  private Answer later(String message) {
    String seconds = String.valueOf(Math.max(1, properties.retryAfter().toSeconds()));
    return new Answer(503, Map.of(HttpHeaders.RETRY_AFTER, seconds), Problem.of(message));
  }
}
