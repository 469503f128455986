package market.caravan.nostr.relay;

/** The relay has closed a subscription, or the connection under it has ended. */
final class SubscriptionEndedException extends Exception {

  private static final long serialVersionUID = 1L;

  SubscriptionEndedException(String reason) {
    super(reason);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
