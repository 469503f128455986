package market.caravan.mailbox;

import org.jspecify.annotations.Nullable;

/** A message of which it is known what it is about: ready to be filed. */
public interface ReadMessage {

  Incoming incoming();

  /** Of NIP-15: 0 order, 1 payment request, 2 status; -1 for plain text. */
  int type();

  /** The order that it names; null in plain text. */
  @Nullable String orderId();
}
