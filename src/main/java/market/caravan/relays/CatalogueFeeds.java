package market.caravan.relays;

import java.util.Set;
import market.caravan.mailbox.ReadingProgress;
import market.caravan.nostr.relay.RelayPool;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What merchants have published of themselves, as relays have it. */
@Component
public class CatalogueFeeds {

  /** As read-catalogue reads them: profiles, deletions, stalls and products. */
  private static final Set<Integer> KINDS = Set.of(0, 5, 30017, 30018);

  private final ReadingProgress progress;
  private final RelayPool relays;

  CatalogueFeeds(ReadingProgress progress, RelayPool relays) {
    this.progress = progress;
    this.relays = relays;
  }

  /**
   * Has all of it read from its beginning, of one merchant; returns before it is read.
   *
   * @return null: there is nothing to say yet
   */
  public @Nullable Object readAnew(String merchantId) {
    progress.forget(merchantId, KINDS).ifPresent(merchant -> relays.readAnew(merchant, KINDS));
    return null;
  }
}
