package market.caravan.lightning.camel;

import java.util.Set;
import market.caravan.lightning.LightningNode;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Make, look up, settle and cancel Lightning invoices, and hear of those that change. */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "lightning",
    title = "Lightning",
    syntax = "lightning:wallet",
    category = {Category.BLOCKCHAIN},
    headersClass = LightningConstants.class)
public class LightningEndpoint extends DefaultEndpoint {

  private static final String ALL = "*";

  @UriPath
  @Metadata(required = true)
  private String wallet;

  @UriParam private LightningConfiguration configuration;

  private final LightningComponent lightning;

  LightningEndpoint(
      String uri,
      LightningComponent component,
      String wallet,
      LightningConfiguration configuration) {
    super(uri, component);
    this.lightning = component;
    this.wallet = wallet;
    this.configuration = configuration;
  }

  LightningNode nodeOf(String otherWallet) {
    return lightning.wallets().node(otherWallet);
  }

  /** Those that a consumer listens to. */
  Set<String> wallets() {
    return wallet.equals(ALL) ? lightning.wallets().names() : Set.of(wallet);
  }

  @Override
  public Producer createProducer() {
    return new LightningProducer(this);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    var consumer = new LightningConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }

  public String getWallet() {
    return wallet;
  }

  /** The wallet whose node is meant: `default`, another's name, or `*` to hear of all of them. */
  public void setWallet(String wallet) {
    this.wallet = wallet;
  }

  public LightningConfiguration getConfiguration() {
    return configuration;
  }

  /** The options of this endpoint. */
  public void setConfiguration(LightningConfiguration configuration) {
    this.configuration = configuration;
  }
}
