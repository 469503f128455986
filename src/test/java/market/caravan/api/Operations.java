package market.caravan.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** All that the API can be asked, as its own description has it. */
final class Operations {

  private static final JsonNode NONE = OwnMerchant.JSON.createObjectNode();

  private final JsonNode document;

  Operations(JsonNode document) {
    this.document = document;
  }

  /**
   * One of them.
   *
   * @param query names of the parameters
   * @param body its schema; empty where it takes none
   * @param statuses that are documented
   */
  record Operation(
      String method,
      String path,
      List<String> query,
      JsonNode body,
      List<Integer> statuses,
      boolean open) {

    boolean reads() {
      return method.equals("GET");
    }

    String at(Map<String, String> values, String otherwise) {
      String called = path;
      for (Map.Entry<String, String> value : values.entrySet()) {
        called = called.replace("{" + value.getKey() + "}", value.getValue());
      }
      return called.replaceAll("\\{[^}]+}", otherwise);
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  List<Operation> all() {
    List<Operation> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        all.add(operation(path.getKey(), operation.getKey(), operation.getValue()));
      }
    }
    return all;
  }

  private Operation operation(String path, String method, JsonNode json) {
    JsonNode body =
        json.path("requestBody").path("content").path("application/json").path("schema");
    return new Operation(
        method.toUpperCase(Locale.ROOT),
        path,
        stream(json.path("parameters"))
            .filter(parameter -> parameter.path("in").asText().equals("query"))
            .map(parameter -> parameter.path("name").asText())
            .toList(),
        body.isMissingNode() ? NONE : resolved(body),
        json.path("responses").properties().stream()
            .map(Map.Entry::getKey)
            .map(Integer::valueOf)
            .toList(),
        json.path("security").isArray() && json.path("security").isEmpty());
  }

  private JsonNode resolved(JsonNode schema) {
    String ref = schema.path("$ref").asText();
    return ref.isEmpty()
        ? schema
        : document.path("components").path("schemas").path(ref.substring(ref.lastIndexOf('/') + 1));
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  /** A body as the schema has it; the values that are given, by the fields' names, come first. */
  String body(Operation operation, Map<String, String> values) {
    return operation.body().isEmpty() ? "" : value(null, operation.body(), values, 0).toString();
  }

  private JsonNode value(
      @Nullable String name, JsonNode unresolved, Map<String, String> values, int depth) {
    JsonNode schema = resolved(unresolved);
    if (name != null && values.containsKey(name)) {
      return OwnMerchant.JSON.valueToTree(values.get(name));
    }
    return switch (schema.path("type").asText()) {
      case "object" -> object(schema, values, depth);
      case "array" -> {
        var array = OwnMerchant.JSON.createArrayNode();
        yield depth > 4 ? array : array.add(value(name, schema.path("items"), values, depth + 1));
      }
      case "integer", "number" -> OwnMerchant.JSON.valueToTree(1);
      case "boolean" -> OwnMerchant.JSON.valueToTree(true);
      default -> OwnMerchant.JSON.valueToTree("text");
    };
  }

  private ObjectNode object(JsonNode schema, Map<String, String> values, int depth) {
    ObjectNode object = OwnMerchant.JSON.createObjectNode();
    schema
        .path("properties")
        .properties()
        .forEach(
            field ->
                object.set(
                    field.getKey(), value(field.getKey(), field.getValue(), values, depth + 1)));
    return object;
  }

  /** The parameters with a value each, as a query. */
  static String query(Operation operation, String value) {
    return operation.query().isEmpty()
        ? ""
        : operation.query().stream()
            .map(name -> name + "=" + value)
            .collect(Collectors.joining("&", "?", ""));
  }
}
