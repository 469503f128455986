package market.caravan.operation.camel;

import market.caravan.CaravanException;

/** Why something failed, on one line. */
final class Reason {

  private static final int LONGEST = 400;

  private Reason() {}

  /** The innermost cause that has a message: what is around it repeats the whole route. */
  static String of(Throwable failure) {
    String reason = failure.toString();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
        String name =
            cause instanceof CaravanException ? "" : cause.getClass().getSimpleName() + ": ";
        reason = name + cause.getMessage();
      }
    }
    String line = reason.replaceAll("\\s+", " ").strip();
    return line.length() > LONGEST ? line.substring(0, LONGEST) + " .." : line;
  }
}
