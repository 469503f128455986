package market.caravan.crash;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** Passes a point before and after each step of a route: {@code send-messages, after nostr:..}. */
final class HaltAtSteps implements InterceptStrategy {

  private final Halt halt;

  HaltAtSteps(Halt halt) {
    this.halt = halt;
  }

  @Override
  public Processor wrapProcessorInInterceptors(
      CamelContext context, NamedNode step, Processor target, Processor next) {
    String route = ProcessorDefinitionHelper.getRouteId(step);
    String name = name(step);
    return new DelegateAsyncProcessor(target) {
      @Override
      public boolean process(Exchange exchange, AsyncCallback callback) {
        halt.pass(route + ", before " + name);
        return super.process(
            exchange,
            doneSync -> {
              if (exchange.getException() == null) {
                halt.pass(route + ", after " + name);
              }
              callback.done(doneSync);
            });
      }
    };
  }

  private static String name(NamedNode step) {
    return switch (step) {
      case EndpointRequiredDefinition to -> to.getEndpointUri();
      case BeanDefinition bean -> bean.getRef() + "." + bean.getMethod();
      default -> step.getLabel();
    };
  }
}
