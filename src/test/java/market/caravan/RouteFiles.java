package market.caravan;

import java.beans.Introspector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.Yaml;

/** The packaged route files as text, without Camel. */
final class RouteFiles {

  private static final String SUFFIX = ".camel.yaml";

  private RouteFiles() {}

  /**
   * A file.
   *
   * @param firstId of its first route, or of its first set of REST paths
   */
  record RouteFile(String stem, String firstId, List<RouteText> routes) {}

  /** The endpoint of a URI, with the parameters beside it. */
  record Endpoint(String scheme, String path, Map<String, String> parameters) {

    static Endpoint of(Object endpoint) {
      Map<?, ?> map = endpoint instanceof Map<?, ?> m ? m : Map.of("uri", endpoint);
      String[] uri = String.valueOf(map.get("uri")).split("[?]", 2);
      Map<String, String> parameters = new HashMap<>();
      if (uri.length > 1) {
        Arrays.stream(uri[1].split("&"))
            .map(pair -> pair.split("=", 2))
            .forEach(pair -> parameters.put(pair[0], pair[1]));
      }
      if (map.get("parameters") instanceof Map<?, ?> more) {
        more.forEach((key, value) -> parameters.put(String.valueOf(key), String.valueOf(value)));
      }
      String[] parts = uri[0].split(":", 2);
      return new Endpoint(parts[0], parts.length > 1 ? parts[1] : "", parameters);
    }
  }

  /** A route as its YAML has it. */
  record RouteText(Map<?, ?> yaml) {

    String id() {
      return String.valueOf(yaml.get("id"));
    }

    String description() {
      return String.valueOf(yaml.get("description"));
    }

    Endpoint from() {
      return Endpoint.of(require(yaml, "from"));
    }

    @SuppressWarnings("unchecked")
    List<Map<String, Object>> steps() {
      return (List<Map<String, Object>>) require((Map<?, ?>) require(yaml, "from"), "steps");
    }

    Set<String> keys() {
      Set<String> keys = new HashSet<>();
      walk(yaml, (key, value) -> keys.add(key));
      return keys;
    }

    List<Endpoint> endpoints() {
      List<Endpoint> endpoints = new ArrayList<>(List.of(from()));
      walk(
          yaml,
          (key, value) -> {
            if (Set.of("to", "toD", "wireTap", "enrich", "pollEnrich").contains(key)) {
              endpoints.add(Endpoint.of(value));
            }
          });
      return endpoints;
    }

    List<Map<?, ?>> beanCalls() {
      List<Map<?, ?>> calls = new ArrayList<>();
      walk(
          yaml,
          (key, value) -> {
            if (Set.of("bean", "method").contains(key) && value instanceof Map<?, ?> call) {
              calls.add(call);
            }
          });
      return calls;
    }

    List<String> simpleExpressions() {
      List<String> texts = new ArrayList<>();
      walk(
          yaml,
          (key, value) -> {
            if (key.equals("simple")) {
              texts.add(String.valueOf(value));
            }
          });
      return texts;
    }
  }

  static List<RouteFile> all() {
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .sorted()
          .map(RouteFiles::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("The tests run in the project's folder", e);
    }
  }

  private static RouteFile read(Path file) {
    try (var reader = Files.newBufferedReader(file)) {
      List<Map<String, Map<?, ?>>> blocks = new Yaml().load(reader);
      String name = file.getFileName().toString();
      return new RouteFile(
          name.substring(0, name.length() - SUFFIX.length()),
          blocks.stream()
              .flatMap(block -> Stream.of("route", "rest").map(block::get))
              .filter(Objects::nonNull)
              .map(block -> String.valueOf(block.get("id")))
              .findFirst()
              .orElse(""),
          blocks.stream()
              .filter(block -> block.containsKey("route"))
              .map(block -> new RouteText(block.get("route")))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Our components by the names that Spring gives them. */
  static Map<String, Class<?>> beans() {
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(Component.class));
    return scanner.findCandidateComponents("market.caravan").stream()
        .map(definition -> load(definition.getBeanClassName()))
        .collect(
            Collectors.toMap(
                type -> Introspector.decapitalize(type.getSimpleName()),
                type -> type,
                (a, b) -> a));
  }

  private static Object require(Map<?, ?> map, String key) {
    return Objects.requireNonNull(map.get(key), key);
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError("The scanner has just found it", e);
    }
  }

  private static void walk(Object node, BiConsumer<String, Object> visit) {
    if (node instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            visit.accept(String.valueOf(key), value);
            walk(value, visit);
          });
    } else if (node instanceof List<?> list) {
      list.forEach(element -> walk(element, visit));
    }
  }
}
