package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Every path leads to a route that begins, ends and fails as the API does. */
class ApiRoutesTest {

  private static final List<String> VERBS = List.of("get", "post", "put", "patch", "delete");

  @Test
  void everyPathOfTheApiLeadsToARouteOfTheApi() throws IOException {
    Map<Object, Object> configurations = new HashMap<>();
    Map<Object, Object> paths = new HashMap<>();
    for (Map<String, Map<?, ?>> block : blocks()) {
      Map<?, ?> route = block.getOrDefault("route", Map.of());
      configurations.put(
          "direct:" + route.get("id"), String.valueOf(route.get("routeConfigurationId")));
      Map<?, ?> rest = block.getOrDefault("rest", Map.of());
      if (isOfTheApi(rest)) {
        VERBS.forEach(verb -> collect(rest, verb, paths));
      }
    }
    assertThat(paths).hasSizeGreaterThan(18);
    paths.forEach(
        (path, endpoint) ->
            assertThat(configurations).as("%s", path).containsEntry(endpoint, "api"));
  }

  private static boolean isOfTheApi(Map<?, ?> rest) {
    String path = String.valueOf(rest.get("path"));
    return path.startsWith("/nostr") || path.startsWith("/api/");
  }

  private static void collect(Map<?, ?> rest, String verb, Map<Object, Object> paths) {
    if (rest.get(verb) instanceof List<?> operations) {
      for (Object operation : operations) {
        Map<?, ?> map = (Map<?, ?>) operation;
        paths.put(verb + " " + map.get("path"), map.get("to"));
      }
    }
  }

  private static List<Map<String, Map<?, ?>>> blocks() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      return files
          .filter(file -> file.toString().endsWith(".camel.yaml"))
          .flatMap(file -> read(file).stream())
          .toList();
    }
  }

  private static List<Map<String, Map<?, ?>>> read(Path file) {
    try {
      return new Yaml().load(Files.readString(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
