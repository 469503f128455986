package market.caravan.operation.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PackagedRoutesTest {

  private final DefaultCamelContext camel = new DefaultCamelContext();

  @BeforeEach
  void startOurs() throws Exception {
    RouteBuilder.addRoutes(
        camel,
        routes -> routes.from("direct:say-hello").routeId("say-hello").setBody().constant("hello"));
    camel.start();
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  @Test
  void putsBackARouteThatWasRemoved() throws Exception {
    var packaged = new PackagedRoutes(camel);
    camel.getRouteController().stopRoute("say-hello");
    camel.removeRoute("say-hello");

    assertThat(packaged.putBack()).containsExactly("say-hello");
    assertThat(camel.createProducerTemplate().requestBody("direct:say-hello", (Object) ""))
        .isEqualTo("hello");
    assertThat(packaged.putBack()).isEmpty();
  }

  @Test
  void startsARouteThatWasStopped() throws Exception {
    var packaged = new PackagedRoutes(camel);
    camel.getRouteController().stopRoute("say-hello");

    assertThat(packaged.putBack()).containsExactly("say-hello");
    assertThat(camel.getRouteController().getRouteStatus("say-hello").isStarted()).isTrue();
  }

  @Test
  void aDirectoryThatIsMissingIsReported() {
    var directory = new RoutesDirectory(camel, new OutsideRoutesProperties("/nowhere/to/be/found"));
    directory.load();

    assertThat(directory.report().broken())
        .containsOnlyKeys(Path.of("/nowhere/to/be/found").toString());
    assertThat(new RoutesDirectoryHealthIndicator(directory).health().getStatus().getCode())
        .isEqualTo("WARNING");
  }

  @Test
  void noDirectoryIsNoFault() {
    var directory = new RoutesDirectory(camel, new OutsideRoutesProperties(""));
    directory.load();

    assertThat(directory.report()).isEqualTo(RoutesReport.NONE);
    assertThat(new RoutesDirectoryHealthIndicator(directory).health().getStatus().getCode())
        .isEqualTo("UP");
  }
}
