package market.caravan;

import org.jspecify.annotations.Nullable;

/**
 * The root of Caravan's own errors. Its message is for the person who reads it: no key, no message
 * text and no address of a customer is ever part of it.
 */
public abstract sealed class CaravanException extends RuntimeException
    permits TransientException, PermanentException {

  private final String code;

  CaravanException(String code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  CaravanException(String code, String message) {
    super(message);
    this.code = code;
  }

  /** A stable, kebab-case name of what went wrong, for metrics and for the API. */
  public String code() {
    return code;
  }
}
