package market.caravan.camel;

import java.util.Collections;
import java.util.List;
import market.caravan.Gathering;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/** Where messages for a route gather; the sender's message is left as it was. */
class GatherEndpoint extends DefaultEndpoint {

  private final String route;
  private final Gathering<Object, @Nullable Void> gathering;
  private final ProducerTemplate template;

  GatherEndpoint(String uri, GatherComponent component, String route, int most, Failures failures) {
    super(uri, component);
    this.route = route;
    this.template = component.getCamelContext().createProducerTemplate();
    this.gathering = new Gathering<>(most, this::send, failures::concernsAll);
  }

  @Override
  protected void doShutdown() throws Exception {
    template.close();
    super.doShutdown();
  }

  private List<@Nullable Void> send(List<Object> bodies) {
    Exchange sent = template.send(route, exchange -> exchange.getMessage().setBody(bodies));
    if (sent.getException() != null) {
      throw RuntimeCamelException.wrapRuntimeCamelException(sent.getException());
    }
    return Collections.nCopies(bodies.size(), null);
  }

  @Override
  public Producer createProducer() {
    return new DefaultProducer(this) {
      @Override
      public void process(Exchange exchange) {
        if (exchange.isTransacted()) {
          throw new IllegalStateException(
              "gather: waits for a transaction of its own, which could wait for this one's locks:"
                  + " use it where no transaction is under way");
        }
        gathering.ask(exchange.getMessage().getBody());
      }
    };
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException("Nothing comes from gather:, it leads to a route");
  }
}
