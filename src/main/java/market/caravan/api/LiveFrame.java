package market.caravan.api;

/**
 * What a listener is told, as nostrmarket's front end reads it.
 *
 * @param type {@code dm:} and the type of the message (NIP-15), -1 for plain text
 * @param customerPubkey whose conversation it is part of
 */
record LiveFrame(String type, String customerPubkey, DirectMessageView dm) {

  static LiveFrame of(DirectMessageView message) {
    return new LiveFrame("dm:" + message.type(), message.publicKey(), message);
  }
}
