package market.caravan.api;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.openapi.BeanConfig;
import org.apache.camel.openapi.RestOpenApiReader;
import org.apache.camel.openapi.RestOpenApiSupport;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The API's description (OpenAPI 3.0), which Camel makes from the paths in the routes' files; what
 * all of them have in common is added by {@link OpenApiRules}.
 */
@Component
class OpenApiDocument {

  private static final List<String> ROOTS = List.of("/nostrmarket/", "/nostrclient/", "/api/");

  private final ObjectProvider<CamelContext> camel;
  private final String version;

  OpenApiDocument(ObjectProvider<CamelContext> camel, Environment environment) {
    this.camel = camel;
    this.version = environment.getProperty("spring.application.version", "unknown");
  }

  /** Whether all paths are there to be described. */
  boolean isComplete() {
    return camel.getObject().getStatus().isStarted();
  }

  /** As JSON. */
  String json() {
    BeanConfig config = config();
    OpenAPI document = read(config);
    Map<String, String> names = OpenApiSchemas.names(document.getComponents().getSchemas());
    return OpenApiSchemas.withShownNames(
        RestOpenApiSupport.getJsonFromOpenAPIAsString(OpenApiRules.complete(document), config),
        names);
  }

  private OpenAPI read(BeanConfig config) {
    CamelContext context = camel.getObject();
    try {
      return new RestOpenApiReader()
          .read(context, ofTheApi(context), config, context.getName(), context.getClassResolver());
    } catch (ClassNotFoundException | IOException e) {
      throw new IllegalStateException("A path names a type that there is not", e);
    }
  }

  /** Paths of routes from outside are for whoever has written them to describe. */
  private static List<RestDefinition> ofTheApi(CamelContext context) {
    return context
        .getCamelContextExtension()
        .getContextPlugin(Model.class)
        .getRestDefinitions()
        .stream()
        .filter(rest -> ROOTS.stream().anyMatch(rest.getPath()::startsWith))
        .toList();
  }

  private BeanConfig config() {
    BeanConfig config = new BeanConfig();
    config.setVersion("3.0.3");
    config.setDefaultConsumes("application/json");
    config.setDefaultProduces("application/json");
    config.setInfo(
        new Info()
            .title("Caravan")
            .description("Order management and fulfilment for Nostr marketplaces.")
            .version(version)
            .license(
                new License()
                    .name("Apache-2.0")
                    .url("https://www.apache.org/licenses/LICENSE-2.0")));
    return config;
  }
}
