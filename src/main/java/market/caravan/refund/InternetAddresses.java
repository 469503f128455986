package market.caravan.refund;

import market.caravan.PermanentException;
import market.caravan.lightning.Network;
import market.caravan.lightning.address.LightningAddress;
import market.caravan.lightning.address.LightningAddresses;
import market.caravan.money.Msat;
import org.springframework.stereotype.Component;

/** Lightning addresses anywhere on the internet, for invoices that the paying node can pay. */
@Component
class InternetAddresses implements RefundAddresses {

  private final LightningAddresses addresses;

  InternetAddresses(LightningAddresses addresses) {
    this.addresses = addresses;
  }

  @Override
  public String invoice(String lightningAddress, Msat amount, Network network) {
    LightningAddress address =
        LightningAddress.parse(lightningAddress)
            .orElseThrow(
                () ->
                    new PermanentException(
                        "lightning-address-refused", "This is no Lightning address"));
    return addresses.invoice(address, amount, network).bolt11();
  }
}
