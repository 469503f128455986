package market.caravan.refund;

import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.time.Clock;
import market.caravan.PermanentException;
import market.caravan.lightning.PayOuts;
import market.caravan.lightning.address.LightningAddress;
import market.caravan.lightning.address.LightningAddresses;
import market.caravan.money.Msat;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Lightning addresses anywhere on the internet, for invoices that the paying node can pay. */
@Component
class InternetAddresses implements RefundAddresses {

  private final LightningAddresses addresses;
  private final ObjectProvider<PayOuts> payOuts;

  InternetAddresses(ObjectProvider<PayOuts> payOuts, Clock clock) {
    this.addresses = new LightningAddresses(clock);
    this.payOuts = payOuts;
  }

  @Override
  public String invoice(String lightningAddress, Msat amount) {
    LightningAddress address =
        LightningAddress.parse(lightningAddress)
            .orElseThrow(
                () ->
                    new PermanentException(
                        "lightning-address-refused", "This is no Lightning address"));
    return addresses.invoice(address, amount, payOuts.getObject().network()).bolt11();
  }

  @PreDestroy
  void close() throws IOException {
    addresses.close();
  }
}
