package market.caravan.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import market.caravan.mailbox.StorableText;
import org.jspecify.annotations.Nullable;

/**
 * The JSON object that a request brings. Fields that we don't know are ignored; all that is wrong
 * with those that we do is collected, and told at once by {@link #check}.
 */
final class JsonBody {

  private final JsonNode object;
  private final List<Problem.Field> problems = new ArrayList<>();

  private JsonBody(JsonNode object) {
    this.object = object;
  }

  /** Fails with {@link Refused} if the body is no JSON object. */
  static JsonBody read(ApiRequest request, ObjectMapper json) {
    try {
      JsonNode tree = json.readTree(request.body());
      if (tree.isObject()) {
        return new JsonBody(tree);
      }
      throw malformed("the body is no JSON object", "type_error.dict");
    } catch (JsonProcessingException e) {
      throw malformed("the body is no JSON", "value_error.jsondecode");
    }
  }

  /** The same, where a request may bring none: then nothing is in it. */
  static JsonBody readOptional(ApiRequest request, ObjectMapper json) {
    return request.body().isBlank() ? new JsonBody(json.createObjectNode()) : read(request, json);
  }

  private static Refused malformed(String message, String type) {
    return Refused.malformed(List.of(new Problem.Field(List.of("body"), message, type)));
  }

  /** A text that has to be there; the empty text stands for one that is not. */
  String requiredText(String name) {
    String text = text(name);
    if (text == null && isAbsent(name)) {
      problem(name, "field required", "value_error.missing");
    }
    return text == null ? "" : text;
  }

  /** A text in a form that can be stored; null where there is none. */
  @Nullable String text(String name) {
    JsonNode value = object.path(name);
    if (value.isTextual()) {
      return StorableText.of(value.textValue());
    }
    if (!isAbsent(name)) {
      problem(name, "str type expected", "type_error.str");
    }
    return null;
  }

  /** A whole number between the two; null where there is none. */
  @Nullable Long wholeNumber(String name, long least, long most) {
    JsonNode value = object.path(name);
    if (isAbsent(name)) {
      return null;
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      long number = value.longValue();
      if (number >= least && number <= most) {
        return number;
      }
    }
    problem(name, "a whole number from %d to %d expected".formatted(least, most), "value_error");
    return null;
  }

  /** A yes or no; no where there is none. */
  boolean flag(String name) {
    return !isAbsent(name) && requiredFlag(name);
  }

  /** A yes or no that has to be there; no stands for one that is not. */
  boolean requiredFlag(String name) {
    JsonNode value = object.path(name);
    if (isAbsent(name)) {
      problem(name, "field required", "value_error.missing");
    } else if (!value.isBoolean()) {
      problem(name, "value could not be parsed to a boolean", "type_error.bool");
    }
    return value.booleanValue();
  }

  /** Fails with {@link Refused} if anything was wrong with what has been read. */
  void check() {
    if (!problems.isEmpty()) {
      throw Refused.malformed(problems);
    }
  }

  private boolean isAbsent(String name) {
    JsonNode value = object.path(name);
    return value.isMissingNode() || value.isNull();
  }

  /** Adds what is wrong. */
  void problem(String name, String message, String type) {
    problems.add(new Problem.Field(List.of("body", name), message, type));
  }
}
