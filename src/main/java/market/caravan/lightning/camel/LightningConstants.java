package market.caravan.lightning.camel;

import org.apache.camel.spi.Metadata;

/** The headers that {@code lightning:} reads and sets. */
public final class LightningConstants {

  @Metadata(
      description =
          "The wallet, in place of the endpoint's own: empty or `default` is the default one. The"
              + " consumer sets it to the wallet that the news came from.",
      javaType = "String")
  public static final String WALLET = "CamelLightningWallet";

  @Metadata(
      label = "producer",
      description = "What to do, in place of the endpoint's `operation`.",
      javaType = "market.caravan.lightning.camel.LightningOperation")
  public static final String OPERATION = "CamelLightningOperation";

  @Metadata(
      label = "consumer",
      description = "The payment hash of the invoice that changed, 64 lower-case hex digits.",
      javaType = "String")
  public static final String PAYMENT_HASH = "CamelLightningPaymentHash";

  @Metadata(
      label = "consumer",
      description = "The state of the invoice that changed: OPEN, HELD, SETTLED ..",
      javaType = "String")
  public static final String STATE = "CamelLightningState";

  private LightningConstants() {}
}
