package market.caravan.mailbox;

import market.caravan.PermanentException;

/**
 * A message that nobody can read, now or later, and whose author is to blame for it: it is dropped
 * like a forgery.
 */
public class UnreadableMessageException extends PermanentException {

  private static final long serialVersionUID = 1;

  UnreadableMessageException(PermanentException reason) {
    super(reason.code(), String.valueOf(reason.getMessage()), reason);
  }
}
