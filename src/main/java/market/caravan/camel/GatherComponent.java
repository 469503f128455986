package market.caravan.camel;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.springframework.stereotype.Component;

/**
 * {@code gather:route-id?most=50}: what comes while the route is under way is sent to it next, as
 * one list in one exchange; what comes alone, at once. Half of the most are sent beside a list that
 * is under way, but no third. Each sender waits for the list that its message is in. A list that
 * fails for the fault of one is sent again one by one.
 */
@Component("gather")
class GatherComponent extends DefaultComponent {

  private final Failures failures;

  GatherComponent(Failures failures) {
    this.failures = failures;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String routeId, Map<String, Object> parameters)
      throws Exception {
    int most = getAndRemoveParameter(parameters, "most", Integer.class, 50);
    return new GatherEndpoint(uri, this, "direct:" + routeId, most, failures);
  }
}
