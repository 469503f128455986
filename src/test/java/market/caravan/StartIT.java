package market.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpStatus;

@CaravanIT
class StartIT {

  @Autowired private TestRestTemplate http;
  @Autowired private CamelContext camel;

  @Test
  void isAliveWithNoConfigurationAtAll() {
    assertThat(http.getForEntity("/actuator/health/liveness", String.class).getStatusCode())
        .isEqualTo(HttpStatus.OK);
  }

  /** Hawtio draws no diagram at all where one route has an error handler of its own. */
  @Test
  void hasNoRouteThatTheConsoleCannotDraw() throws Exception {
    Model model = camel.getCamelContextExtension().getContextPlugin(Model.class);
    assertThat(model.getRouteDefinitions()).isNotEmpty();
    for (RouteDefinition route : model.getRouteDefinitions()) {
      assertThat(PluginHelper.getModelToXMLDumper(camel).dumpModelAsXml(camel, route))
          .startsWith("<route")
          .doesNotContain("<errorHandler");
    }
  }
}
