package market.caravan.operation.camel;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import market.caravan.PermanentException;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteConfigurationsDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.TemplatedRouteDefinition;
import org.apache.camel.model.rest.VerbDefinition;
import org.apache.camel.support.EndpointHelper;

/**
 * The routes that ran before any from outside: nothing from outside may take their id or read what
 * is meant for them, and if one is missing all the same, it is put back.
 */
final class PackagedRoutes {

  /** A second reader would be refused late, or take every other message from the first. */
  private static final Set<String> ONE_READER = Set.of("direct", "seda", "quartz");

  private final CamelContext camel;
  private final Model model;
  private final Map<String, RouteDefinition> definitions = new LinkedHashMap<>();
  private final Map<String, String> readers = new HashMap<>();
  private final Set<String> configurations;

  /** All routes that are started now. */
  PackagedRoutes(CamelContext camel) {
    this.camel = camel;
    this.model = camel.getCamelContextExtension().getContextPlugin(Model.class);
    this.configurations = ids(model.getRouteConfigurationDefinitions()).collect(toSet());
    for (RouteDefinition definition : model.getRouteDefinitions()) {
      if (isStarted(definition.getRouteId())) {
        definitions.put(definition.getRouteId(), definition);
        readers.put(source(definition), definition.getRouteId());
      }
    }
  }

  /**
   * Looks at routes that are read, but not yet added.
   *
   * @throws PermanentException if one has the id of one of ours, or reads its endpoint
   */
  void refuseClashes(RouteBuilder outside) {
    ids(outside)
        .filter(definitions::containsKey)
        .findFirst()
        .ifPresent(
            id -> {
              throw new PermanentException(
                  "route-id-taken", "Caravan has a route '" + id + "': give this one another id");
            });
    for (RouteDefinition route : outside.getRouteCollection().getRoutes()) {
      String source = source(route);
      String reader = readers.get(source);
      if (reader != null && ONE_READER.contains(source.split(":", 2)[0])) {
        throw new PermanentException(
            "endpoint-taken", source + " is read by Caravan's route '" + reader + "' alone");
      }
    }
  }

  /**
   * Looks at configurations of routes that are read, but not yet added.
   *
   * @throws PermanentException if one has the id of one of ours
   */
  void refuseClashes(RouteConfigurationsDefinition outside) {
    ids(outside.getRouteConfigurations())
        .filter(configurations::contains)
        .findFirst()
        .ifPresent(
            id -> {
              throw new PermanentException(
                  "route-configuration-id-taken",
                  "Caravan has a routeConfiguration '" + id + "': give this one another id");
            });
  }

  private static Stream<String> ids(List<RouteConfigurationDefinition> definitions) {
    return definitions.stream().map(RouteConfigurationDefinition::getId).filter(Objects::nonNull);
  }

  /**
   * Adds or starts again what is missing.
   *
   * @return the ids of the routes that were
   */
  List<String> putBack() throws Exception {
    List<String> back = new ArrayList<>();
    for (Map.Entry<String, RouteDefinition> route : definitions.entrySet()) {
      if (isStarted(route.getKey())) {
        continue;
      }
      if (camel.getRoute(route.getKey()) == null) {
        model.addRouteDefinition(route.getValue());
      } else {
        camel.getRouteController().startRoute(route.getKey());
      }
      back.add(route.getKey());
    }
    return back;
  }

  private boolean isStarted(String id) {
    return camel.getRoute(id) != null && camel.getRouteController().getRouteStatus(id).isStarted();
  }

  private static Stream<String> ids(RouteBuilder outside) {
    Stream<String> routes =
        outside.getRouteCollection().getRoutes().stream().map(RouteDefinition::getRouteId);
    Stream<String> verbs =
        outside.getRestCollection().getRests().stream()
            .flatMap(rest -> rest.getVerbs().stream())
            .map(VerbDefinition::getRouteId);
    Stream<String> templated =
        outside.getTemplatedRouteCollection().getTemplatedRoutes().stream()
            .map(TemplatedRouteDefinition::getRouteId);
    return Stream.of(routes, verbs, templated).flatMap(ids -> ids).filter(id -> id != null);
  }

  /** The scheme and the name of what a route reads, without the options. */
  private String source(RouteDefinition route) {
    String uri = camel.resolvePropertyPlaceholders(route.getInput().getEndpointUri());
    return EndpointHelper.normalizeEndpointUri(uri).replaceFirst("[?].*", "").replace("://", ":");
  }
}
