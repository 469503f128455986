package market.caravan.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The types of views and bodies as the OpenAPI document shows them: by names without our classes',
 * and with what may be null.
 */
@SuppressWarnings("rawtypes") // as the library has them
final class OpenApiSchemas {

  /** Where Camel says which class a schema was made from. */
  private static final String CLASS_NAME = "x-className";

  private static final String SCHEMAS = "#/components/schemas/";

  /** Camel leaves the path away before a name that it leaves long. */
  private static final Pattern REFERENCE =
      Pattern.compile("\"\\$ref\"\\s*:\\s*\"(?:" + SCHEMAS + ")?([^\"]+)\"");

  private static final String BODIES = "RequestBodies";
  private static final String OURS = "market.caravan.api.";

  private OpenApiSchemas() {}

  /** Camel's names, some of them long and some those of nested types alone, and what we show. */
  static Map<String, String> names(Map<String, Schema> schemas) {
    Map<String, String> names = new TreeMap<>();
    schemas.forEach((name, schema) -> names.put(name, shown(className(schema, name))));
    return names;
  }

  /** The same schemas under the names that are shown. */
  static Map<String, Schema> shown(Map<String, Schema> schemas) {
    Map<String, String> names = names(schemas);
    Map<String, Schema> shown = new TreeMap<>();
    schemas.forEach(
        (name, schema) -> {
          markNullable(schema);
          forgetClass(schema);
          shown.put(names.getOrDefault(name, name), schema);
        });
    return shown;
  }

  /** The document's text, which refers to schemas by the names that are shown. */
  static String withShownNames(String json, Map<String, String> names) {
    return REFERENCE
        .matcher(json)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    "\"$ref\":\"%s%s\""
                        .formatted(
                            SCHEMAS, names.getOrDefault(match.group(1), shown(match.group(1))))));
  }

  private static String shown(String className) {
    String name = className.substring(className.startsWith(OURS) ? OURS.length() : 0);
    String[] parts = name.split("[.$]");
    return parts.length > 1 && parts[0].equals(BODIES)
        ? parts[1] + "Body"
        : String.join("", parts).replace("View", "");
  }

  private static String className(Schema<?> schema, String otherwise) {
    return extension(schema) instanceof Map<?, ?> named
        ? String.valueOf(named.get("format"))
        : otherwise;
  }

  private static @Nullable Object extension(Schema<?> schema) {
    return schema.getExtensions() == null ? null : schema.getExtensions().get(CLASS_NAME);
  }

  private static void forgetClass(Schema<?> schema) {
    schema.setExtensions(null);
  }

  private static void markNullable(Schema<?> schema) {
    Class<?> type = type(schema);
    Map<String, Schema> properties = schema.getProperties();
    if (type == null || !type.isRecord() || properties == null) {
      return;
    }
    boolean snakeCase = type.isAnnotationPresent(JsonNaming.class);
    for (RecordComponent component : type.getRecordComponents()) {
      String name =
          snakeCase
              ? SnakeCaseStrategy.INSTANCE.translate(component.getName())
              : component.getName();
      Schema<?> property = properties.get(name);
      boolean isNullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      if (property != null && isNullable && property.get$ref() == null) {
        property.setNullable(true);
      }
    }
  }

  private static @Nullable Class<?> type(Schema<?> schema) {
    try {
      return Class.forName(className(schema, ""));
    } catch (ClassNotFoundException e) {
      return null;
    }
  }
}
