package market.caravan.operation.camel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteConfigurationsDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Adds a file's routes to a context that runs: all of them, or none. */
final class RouteFileLoader {

  private final CamelContext camel;
  private final Model model;
  private final PackagedRoutes packaged;

  RouteFileLoader(CamelContext camel, PackagedRoutes packaged) {
    this.camel = camel;
    this.model = camel.getCamelContextExtension().getContextPlugin(Model.class);
    this.packaged = packaged;
  }

  /**
   * Reads the file, and adds and starts its routes.
   *
   * @return the ids of its routes
   * @throws Exception whatever Camel says of it; none of its routes is left then
   */
  List<String> load(Path file) throws Exception {
    Set<String> before = ids();
    List<RouteConfigurationDefinition> configurations =
        List.copyOf(model.getRouteConfigurationDefinitions());
    try {
      add(read(file));
    } catch (Exception | LinkageError e) {
      remove(since(before), e);
      removeConfigurationsSince(configurations, e);
      throw e;
    }
    return since(before);
  }

  private Collection<RoutesBuilder> read(Path file) throws Exception {
    var resource = ResourceHelper.fromString(file.toUri().toString(), Files.readString(file));
    Collection<RoutesBuilder> builders =
        PluginHelper.getRoutesLoader(camel).findRoutesBuilders(resource);
    for (RoutesBuilder builder : builders) {
      if (builder instanceof RouteBuilder routes) {
        routes.configureRoutes(camel);
        packaged.refuseClashes(routes);
      }
      if (builder instanceof RouteConfigurationBuilder configurations) {
        configurations.configuration();
        packaged.refuseClashes(configurations.getRouteConfigurationCollection());
        // They are read again when they are added.
        configurations.setRouteConfigurationCollection(new RouteConfigurationsDefinition());
      }
    }
    return builders;
  }

  private void add(Collection<RoutesBuilder> builders) throws Exception {
    for (RoutesBuilder builder : builders) {
      if (builder instanceof RouteConfigurationsBuilder configurations) {
        camel.addRoutesConfigurations(configurations);
      }
    }
    for (RoutesBuilder builder : builders) {
      camel.addRoutes(builder);
      camel.addTemplatedRoutes(builder);
    }
  }

  private void remove(List<String> ids, Throwable failure) {
    for (String id : ids) {
      try {
        camel.getRouteController().stopRoute(id);
        camel.removeRoute(id);
        RouteDefinition definition = model.getRouteDefinition(id);
        if (definition != null) {
          model.removeRouteDefinition(definition);
        }
      } catch (Exception e) {
        failure.addSuppressed(e);
      }
    }
  }

  private void removeConfigurationsSince(
      List<RouteConfigurationDefinition> before, Throwable failure) {
    for (var configuration : List.copyOf(model.getRouteConfigurationDefinitions())) {
      try {
        if (!before.contains(configuration)) {
          model.removeRouteConfiguration(configuration);
        }
      } catch (Exception e) {
        failure.addSuppressed(e);
      }
    }
  }

  private List<String> since(Set<String> before) {
    return ids().stream().filter(id -> !before.contains(id)).toList();
  }

  private Set<String> ids() {
    Set<String> ids = new LinkedHashSet<>();
    model.getRouteDefinitions().forEach(definition -> ids.add(definition.getRouteId()));
    camel.getRoutes().forEach(route -> ids.add(route.getRouteId()));
    return ids;
  }
}
