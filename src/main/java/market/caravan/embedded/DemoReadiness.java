package market.caravan.embedded;

import java.util.List;
import market.caravan.TransientException;
import market.caravan.catalog.Catalog;
import market.caravan.catalog.Stall;
import market.caravan.lightning.LightningNode;
import market.caravan.nostr.relay.RelayPool;
import market.caravan.nostr.relay.RelayStatus;

/** Whether a customer who comes now is served: relay and node are there, the goods are shown. */
final class DemoReadiness {

  private final RelayPool relays;
  private final LightningNode node;
  private final Catalog catalog;

  DemoReadiness(RelayPool relays, LightningNode node, Catalog catalog) {
    this.relays = relays;
    this.node = node;
    this.catalog = catalog;
  }

  boolean serves(String merchantId) {
    return relaysAreRead() && nodeAnswers() && everythingIsShown(merchantId);
  }

  private boolean relaysAreRead() {
    List<RelayStatus> status = relays.status();
    return !status.isEmpty()
        && status.stream().allMatch(relay -> relay.connected() && relay.caughtUp());
  }

  private boolean nodeAnswers() {
    try {
      node.ping();
      return true;
    } catch (TransientException away) {
      return false;
    }
  }

  /** All that relays are to show at all. */
  private boolean everythingIsShown(String merchantId) {
    List<Stall> stalls = catalog.stalls(merchantId).stream().filter(Stall::takesOrders).toList();
    return stalls.stream().allMatch(stall -> stall.publication().eventId() != null)
        && stalls.stream()
            .flatMap(stall -> catalog.productsOfStall(merchantId, stall.id()).stream())
            .filter(product -> product.active() && !product.publication().pending())
            .allMatch(product -> product.publication().eventId() != null);
  }
}
