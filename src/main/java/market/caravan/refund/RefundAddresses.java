package market.caravan.refund;

import market.caravan.PermanentException;
import market.caravan.TransientException;
import market.caravan.lightning.Network;
import market.caravan.money.Msat;

/** Lightning addresses (LUD-16), as far as being paid by one goes: a call over a network. */
public interface RefundAddresses {

  /**
   * An invoice (BOLT 11) of exactly this amount that the address's server makes.
   *
   * @param network of the wallet that is to pay it
   * @throws TransientException if the server is away or did not answer
   * @throws PermanentException if it makes none, or lies
   */
  String invoice(String lightningAddress, Msat amount, Network network);
}
