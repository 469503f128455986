package market.caravan.lightning.camel;

import java.util.Map;
import market.caravan.lightning.Wallets;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/** Makes {@code lightning:} endpoints, and knows which node a wallet's name stands for. */
@Component("lightning")
public class LightningComponent extends DefaultComponent {

  @Metadata(autowired = true)
  private @Nullable Wallets wallets;

  @Metadata private LightningConfiguration configuration = new LightningConfiguration();

  public @Nullable Wallets getWallets() {
    return wallets;
  }

  /** The nodes by the names of their wallets; the registry's where nothing is set. */
  public void setWallets(Wallets wallets) {
    this.wallets = wallets;
  }

  public LightningConfiguration getConfiguration() {
    return configuration;
  }

  /** What endpoints start from. */
  public void setConfiguration(LightningConfiguration configuration) {
    this.configuration = configuration;
  }

  Wallets wallets() {
    Wallets known =
        wallets != null
            ? wallets
            : CamelContextHelper.findSingleByType(getCamelContext(), Wallets.class);
    if (known == null) {
      throw new IllegalStateException("There are no Lightning wallets in the registry");
    }
    return known;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    var endpoint = new LightningEndpoint(uri, this, remaining, configuration.copy());
    setProperties(endpoint, parameters);
    return endpoint;
  }
}
