package market.caravan.lightning.camel;

import java.util.Map;
import market.caravan.PermanentException;
import market.caravan.lightning.LightningNode;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/** Makes {@code lightning:} endpoints, and knows which node a wallet's name stands for. */
@Component("lightning")
public class LightningComponent extends DefaultComponent {

  static final String DEFAULT_WALLET = "default";

  @Metadata(autowired = true)
  private @Nullable LightningNode node;

  @Metadata private LightningConfiguration configuration = new LightningConfiguration();

  public @Nullable LightningNode getNode() {
    return node;
  }

  /** The node of the wallet `default`; the registry's only one where nothing is set. */
  public void setNode(LightningNode node) {
    this.node = node;
  }

  public LightningConfiguration getConfiguration() {
    return configuration;
  }

  /** What endpoints start from. */
  public void setConfiguration(LightningConfiguration configuration) {
    this.configuration = configuration;
  }

  /**
   * The node of a wallet: the default one, or the bean of that name.
   *
   * @throws PermanentException if there is none
   */
  LightningNode nodeOf(String wallet) {
    LightningNode found =
        wallet.isEmpty() || wallet.equals(DEFAULT_WALLET)
            ? defaultNode()
            : CamelContextHelper.lookup(getCamelContext(), wallet, LightningNode.class);
    if (found == null) {
      throw new PermanentException(
          "unknown-wallet",
          "There is no Lightning wallet of this name: configure it, or name another");
    }
    return found;
  }

  private @Nullable LightningNode defaultNode() {
    return node != null
        ? node
        : CamelContextHelper.findSingleByType(getCamelContext(), LightningNode.class);
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    var endpoint = new LightningEndpoint(uri, this, remaining, configuration.copy());
    setProperties(endpoint, parameters);
    return endpoint;
  }
}
