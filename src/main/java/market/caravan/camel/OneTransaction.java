package market.caravan.camel;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.spi.TransactedPolicy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What {@code transacted} means in our routes: all steps are one database transaction, and an error
 * leaves it rolled back and goes to the caller. Spring's own policy lets the global error handler
 * act inside the transaction, which commits half an order.
 */
@Component
class OneTransaction implements TransactedPolicy {

  private final TransactionTemplate transaction;

  OneTransaction(TransactionTemplate transaction) {
    this.transaction = transaction;
  }

  @Override
  public void beforeWrap(Route route, NamedNode definition) {
    route.setErrorHandlerFactory(new NoErrorHandlerDefinition());
  }

  @Override
  public Processor wrap(Route route, Processor steps) {
    return new DelegateAsyncProcessor(steps) {
      @Override
      public boolean process(Exchange exchange, AsyncCallback callback) {
        exchange.getUnitOfWork().beginTransactedBy(transaction);
        try {
          transaction.executeWithoutResult(
              status -> {
                run(steps, exchange);
                if (exchange.getException() != null || exchange.isRollbackOnly()) {
                  status.setRollbackOnly();
                }
              });
        } catch (RuntimeException e) {
          exchange.setException(e);
        } finally {
          exchange.getUnitOfWork().endTransactedBy(transaction);
        }
        callback.done(true);
        return true;
      }
    };
  }

  private static void run(Processor steps, Exchange exchange) {
    try {
      steps.process(exchange);
    } catch (Exception e) {
      exchange.setException(e);
    }
  }
}
