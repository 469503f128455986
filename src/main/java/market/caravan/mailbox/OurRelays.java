package market.caravan.mailbox;

import java.net.URI;
import java.util.List;

/** The relays that we read from and publish to. */
@FunctionalInterface
public interface OurRelays {

  /** Their addresses; empty before they are known. */
  List<URI> all();
}
