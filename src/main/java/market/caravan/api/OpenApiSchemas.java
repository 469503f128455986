package market.caravan.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.TreeMap;
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

  private static final Pattern REFERENCE = Pattern.compile("(#/components/schemas/)([\\w$]+)");
  private static final String BODIES = "RequestBodies$";

  private OpenApiSchemas() {}

  /** The same schemas under the names that are shown. */
  static Map<String, Schema> shown(Map<String, Schema> schemas) {
    Map<String, Schema> shown = new TreeMap<>();
    schemas.forEach(
        (name, schema) -> {
          markNullable(schema);
          forgetClass(schema);
          shown.put(shown(name), schema);
        });
    return shown;
  }

  /** The document's text, which refers to schemas by the names that are shown. */
  static String withShownNames(String json) {
    return REFERENCE.matcher(json).replaceAll(match -> match.group(1) + shown(match.group(2)));
  }

  private static String shown(String name) {
    return name.startsWith(BODIES)
        ? name.substring(BODIES.length()) + "Body"
        : name.replace("View", "").replace("$", "");
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
    Object extension =
        schema.getExtensions() == null ? null : schema.getExtensions().get(CLASS_NAME);
    if (!(extension instanceof Map<?, ?> named)) {
      return null;
    }
    try {
      return Class.forName(String.valueOf(named.get("format")));
    } catch (ClassNotFoundException e) {
      return null;
    }
  }
}
