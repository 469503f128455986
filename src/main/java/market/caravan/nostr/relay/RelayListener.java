package market.caravan.nostr.relay;

import java.net.URI;

/**
 * Is told what happens at the relays, for metrics; called often, must not block. The relay is its
 * address without the query, which may hold a token.
 */
public interface RelayListener {

  /** Nobody listens. */
  RelayListener NONE =
      new RelayListener() {
        @Override
        public void received(URI relay, IntakeOutcome outcome) {}

        @Override
        public void published(URI relay, PublishOutcome outcome) {}
      };

  void received(URI relay, IntakeOutcome outcome);

  void published(URI relay, PublishOutcome outcome);
}
