package market.caravan.nostr.relay;

/** A message on its way to a socket. */
interface Outgoing {

  String text();

  /** Called just before the message is written; false means that nobody wants it sent any more. */
  boolean begin();

  /** Called instead of {@link #begin} where the socket ended first. */
  void discarded();

  /** A message whose fate nobody asks about. */
  static Outgoing of(String text) {
    return new Outgoing() {
      @Override
      public String text() {
        return text;
      }

      @Override
      public boolean begin() {
        return true;
      }

      @Override
      public void discarded() {}
    };
  }
}
