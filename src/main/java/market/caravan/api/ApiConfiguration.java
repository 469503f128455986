package market.caravan.api;

import org.apache.camel.CamelContext;
import org.apache.catalina.core.StandardHost;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Puts the gate in front of all that the API serves, now and later. */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

  /** Before any filter that would read a body of any length, such as Spring's for forms. */
  private static final int FIRST = Ordered.HIGHEST_PRECEDENCE + 10;

  @Bean
  FilterRegistrationBean<ApiGate> apiGate(
      ApiKeys keys,
      CallLimits limits,
      ApiProperties properties,
      Problems problems,
      ProblemWriter writer,
      ServedMethods methods,
      ObjectProvider<CamelContext> camel) {
    var gate =
        new ApiGate(
            keys,
            limits,
            properties,
            problems,
            writer,
            () -> camel.getObject().getStatus().isStarted(),
            methods::isMissing);
    var registration = new FilterRegistrationBean<>(gate);
    registration.addUrlPatterns("/nostrmarket/*", "/nostrclient/*", "/api/*");
    registration.setOrder(FIRST);
    return registration;
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> errorsOfTomcatAreJson() {
    return server ->
        server.addContextCustomizers(
            context -> {
              if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(JsonErrorValve.class.getName());
              }
            });
  }
}
