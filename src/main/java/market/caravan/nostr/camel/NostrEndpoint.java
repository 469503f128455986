package market.caravan.nostr.camel;

import org.apache.camel.AsyncProducer;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Read verified events from Nostr relays without a gap, and publish signed ones to them. */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "nostr",
    title = "Nostr",
    syntax = "nostr:name",
    category = {Category.CHAT, Category.MESSAGING},
    headersClass = NostrConstants.class)
public class NostrEndpoint extends DefaultEndpoint {

  @UriPath
  @Metadata(required = true)
  private String name;

  @UriParam private NostrConfiguration configuration;

  private final NostrComponent nostr;

  NostrEndpoint(
      String uri, NostrComponent component, String name, NostrConfiguration configuration) {
    super(uri, component);
    this.nostr = component;
    this.name = name;
    this.configuration = configuration;
  }

  NostrComponent nostr() {
    return nostr;
  }

  @Override
  public Producer createProducer() {
    return createAsyncProducer();
  }

  @Override
  public AsyncProducer createAsyncProducer() {
    return new NostrProducer(this);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    var consumer = new NostrConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }

  public String getName() {
    return name;
  }

  /** What this stream of events is called in logs, health and JMX. */
  public void setName(String name) {
    this.name = name;
  }

  public NostrConfiguration getConfiguration() {
    return configuration;
  }

  /** The options of this endpoint. */
  public void setConfiguration(NostrConfiguration configuration) {
    this.configuration = configuration;
  }
}
