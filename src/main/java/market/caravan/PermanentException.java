package market.caravan;

import org.jspecify.annotations.Nullable;

/** What was asked for is at fault: malformed, unknown or against a rule. Trying again is no use. */
public non-sealed class PermanentException extends CaravanException {

  public PermanentException(String code, String message, @Nullable Throwable cause) {
    super(code, message, cause);
  }

  public PermanentException(String code, String message) {
    super(code, message);
  }
}
