package market.caravan;

import org.jspecify.annotations.Nullable;

/**
 * A relay, the Lightning node, the rates or the database are away: the same call may succeed later.
 */
public non-sealed class TransientException extends CaravanException {

  public TransientException(String code, String message, @Nullable Throwable cause) {
    super(code, message, cause);
  }

  public TransientException(String code, String message) {
    super(code, message);
  }
}
