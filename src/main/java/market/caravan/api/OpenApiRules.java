package market.caravan.api;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is true of every path of the API, because {@link ApiGate} and {@link Problems} see to it: no
 * file of routes says it again.
 */
final class OpenApiRules {

  private static final String PROBLEM = "Problem";
  private static final String KEY = "apiKey";
  private static final String BEARER = "bearer";

  /** Of everything, at any time. */
  private static final Map<Integer, String> ALWAYS =
      Map.of(
          406, "Only application/json is to be had",
          429, "Too many calls; Retry-After says when to try again",
          503, "The database or a node is away, or Caravan is starting; Retry-After says when");

  private static final Map<Integer, String> WITH_A_KEY =
      Map.of(
          400, "The request is malformed, or against a rule",
          401, "No API key, or an unknown one",
          403, "This needs the admin key",
          404, "There is no such thing, or the account has no merchant");

  private static final Map<Integer, String> CHANGING =
      Map.of(
          409, "The state of things does not allow it",
          412, "It is no longer what If-Match says",
          413, "The body is too long",
          415, "The body is no JSON");

  private OpenApiRules() {}

  /** Adds it to what Camel has made of the paths. */
  static OpenAPI complete(OpenAPI document) {
    document.setServers(List.of(new Server().url("/")));
    Components components = document.getComponents();
    components.setSchemas(OpenApiSchemas.shown(components.getSchemas()));
    components.addSchemas(PROBLEM, problem());
    components.addSecuritySchemes(
        KEY,
        new SecurityScheme()
            .type(SecurityScheme.Type.APIKEY)
            .in(SecurityScheme.In.HEADER)
            .name("X-Api-Key"));
    components.addSecuritySchemes(
        BEARER, new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer"));
    document
        .getPaths()
        .forEach(
            (path, item) ->
                item.readOperationsMap()
                    .forEach((method, operation) -> complete(path, method, operation)));
    return document;
  }

  private static void complete(String path, HttpMethod method, Operation operation) {
    operation.setOperationId(id(path, method));
    nameDefault(operation);
    boolean open = ApiGate.isOpen(method.name(), path);
    boolean changing = method != HttpMethod.GET;
    operation.setSecurity(
        open
            ? List.of()
            : List.of(
                new SecurityRequirement().addList(KEY), new SecurityRequirement().addList(BEARER)));
    add(operation, ALWAYS);
    if (!open) {
      add(operation, WITH_A_KEY);
    }
    if (changing || (!open && path.contains("{"))) {
      add(operation, CHANGING);
    }
  }

  /** Such as {@code get-order-id}; Camel's own are those of groups of paths. */
  private static String id(String path, HttpMethod method) {
    String words = path.replaceFirst("^/nostr[a-z]+/api/v1/", "").replaceAll("[^A-Za-z0-9]+", "-");
    return (method.name().toLowerCase(Locale.ROOT) + "-" + words)
        .replace("--", "-")
        .replaceFirst("-$", "");
  }

  /** Camel calls it so where a path names no type: it brings null. */
  private static void nameDefault(Operation operation) {
    ApiResponse unnamed = operation.getResponses().remove("default");
    if (unnamed != null) {
      operation.getResponses().addApiResponse("200", unnamed.description("Done"));
    }
  }

  private static void add(Operation operation, Map<Integer, String> statuses) {
    new TreeMap<>(statuses)
        .forEach(
            (status, description) ->
                operation
                    .getResponses()
                    .putIfAbsent(
                        status.toString(),
                        new ApiResponse()
                            .description(description)
                            .content(
                                new Content()
                                    .addMediaType(
                                        "application/json",
                                        new MediaType().schema(ref(PROBLEM))))));
  }

  private static Schema<?> ref(String name) {
    return new Schema<>().$ref("#/components/schemas/" + name);
  }

  /** {@link Problem}: a text, or all that is malformed. */
  private static Schema<?> problem() {
    Schema<?> field =
        new ObjectSchema()
            .addProperty("loc", new ArraySchema().items(new StringSchema()))
            .addProperty("msg", new StringSchema())
            .addProperty("type", new StringSchema());
    Schema<?> detail =
        new Schema<>().oneOf(List.of(new StringSchema(), new ArraySchema().items(field)));
    Schema<?> object = new ObjectSchema();
    object.addRequiredItem("detail");
    return object.addProperty("detail", detail);
  }
}
