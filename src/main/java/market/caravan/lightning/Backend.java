package market.caravan.lightning;

/** A kind of Lightning node that wallets can be at. */
public interface Backend {

  /** What {@code caravan.lightning.wallets.<name>.backend} calls it. */
  String name();

  /**
   * Connects a wallet; the node need not be there yet.
   *
   * @param properties where the wallet's own properties are, e.g. {@code
   *     caravan.lightning.wallets.berlin}
   */
  LightningNode connect(String wallet, String properties);
}
