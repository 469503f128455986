package market.caravan.nostr.relay;

import java.net.URI;

/** Makes connections, not started yet, with the pool's settings. */
@FunctionalInterface
interface Connector {

  RelayConnection connect(URI url, RelayConnection.Listener listener);
}
