package market.caravan.nostr.camel;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import market.caravan.nostr.Event;
import market.caravan.nostr.relay.PublishOutcome;
import market.caravan.nostr.relay.RelayPool;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;

/** Publishes the body, and puts what each relay made of it in its place. */
class NostrProducer extends DefaultAsyncProducer {

  private final NostrEndpoint endpoint;

  NostrProducer(NostrEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    CompletableFuture<Map<URI, PublishOutcome>> outcomes;
    try {
      Message message = exchange.getMessage();
      RelayPool pool = endpoint.nostr().pool();
      outcomes = pool.publish(message.getMandatoryBody(Event.class), relays(message, pool));
    } catch (InvalidPayloadException | RuntimeException e) {
      exchange.setException(e);
      callback.done(true);
      return true;
    }
    var unused =
        outcomes.whenComplete(
            (outcome, failure) -> {
              if (failure == null) {
                exchange.getMessage().setBody(outcome);
              } else {
                exchange.setException(
                    new CamelExchangeException("The event was not published", exchange, failure));
              }
              callback.done(false);
            });
    return false;
  }

  private static List<URI> relays(Message message, RelayPool pool) {
    Collection<?> chosen = message.getHeader(NostrConstants.RELAYS, Collection.class);
    return chosen == null
        ? pool.relays()
        : chosen.stream().map(relay -> URI.create(relay.toString())).toList();
  }
}
