package market.caravan.camel;

import java.util.Map;
import java.util.Objects;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/** Stands for the component {@code nostr:}: a test says what comes in, and what is answered. */
final class FakeRelays extends DefaultComponent {

  /** The body of what no relay ever answers to. */
  static final String UNANSWERED = "unanswered";

  private volatile @Nullable Consumer consumer;

  /** Gives an event to the route that reads, and returns how that has ended. */
  Exchange bring(Object event, Map<String, Object> headers) throws Exception {
    Consumer reading = Objects.requireNonNull(consumer);
    Exchange exchange = reading.getEndpoint().createExchange();
    exchange.getMessage().setBody(event);
    exchange.getMessage().setHeaders(headers);
    reading.getProcessor().process(exchange);
    return exchange;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> options) {
    options.clear();
    return new DefaultEndpoint(uri, this) {
      @Override
      public Producer createProducer() {
        return new DefaultAsyncProducer(this) {
          @Override
          public boolean process(Exchange exchange, AsyncCallback callback) {
            Object event = exchange.getMessage().getBody();
            if (event.equals(UNANSWERED)) {
              return false;
            }
            exchange.getMessage().setBody("OK " + event);
            callback.done(true);
            return true;
          }
        };
      }

      @Override
      public Consumer createConsumer(Processor processor) {
        Consumer created = new DefaultConsumer(this, processor);
        consumer = created;
        return created;
      }
    };
  }
}
