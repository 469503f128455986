package market.caravan.order;

import market.caravan.PermanentException;
import market.caravan.lightning.Wallets;
import org.springframework.stereotype.Component;

/** Which wallet a stall means. */
@Component
public class StallWallets {

  private final Wallets wallets;

  public StallWallets(Wallets wallets) {
    this.wallets = wallets;
  }

  /**
   * The wallet as a stall keeps it. Where there is only the default one, every name means it:
   * nostrmarket's front end sends the id of an LNbits wallet.
   *
   * @throws PermanentException if there are several, and none of this name
   */
  public String named(String wallet) {
    if (wallets.isOne()) {
      return "";
    }
    if (!wallets.has(wallet)) {
      throw new PermanentException(
          "no-such-wallet", "no wallet of this name; leave it empty for the default one");
    }
    return wallet;
  }
}
