package market.caravan.mailbox;

import org.jspecify.annotations.Nullable;

/** A message of which it is known what it is about: ready to be filed. */
public interface ReadMessage {

  Incoming incoming();

  /** Of NIP-15: 0 order, 1 payment request, 2 status; -1 for plain text. */
  int type();

  /** The order that it names; null where it names none. */
  @Nullable String orderId();

  /**
   * Whether a customer wants something to happen by it: then it waits until all is known that was
   * said before.
   */
  default boolean isCommand() {
    return false;
  }
}
