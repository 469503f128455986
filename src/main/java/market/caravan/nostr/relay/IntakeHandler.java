package market.caravan.nostr.relay;

/** Takes what the relays bring, one message of a customer after the other. */
@FunctionalInterface
public interface IntakeHandler {

  /**
   * Handles a genuine event; returning means that it is safe to forget it.
   *
   * @throws market.caravan.TransientException to be given the same event again, after a pause
   * @throws Exception anything else: the event is given up, and counted
   */
  void handle(ReceivedEvent received) throws Exception;
}
