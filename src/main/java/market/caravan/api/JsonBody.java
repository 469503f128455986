package market.caravan.api;

import static com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import market.caravan.mailbox.StorableText;
import market.caravan.money.Price;
import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;

/**
 * The JSON object that a request brings. Fields that we don't know are ignored; all that is wrong
 * with those that we do is collected, and told at once by {@link #check}.
 */
final class JsonBody {

  private static final BigDecimal MOST_PIECES = new BigDecimal("1000000000000");

  /** A number as text: what comes out of a form's field. */
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,40})?");

  private final JsonNode object;
  private final List<String> loc;
  private final List<Problem.Field> problems;

  private JsonBody(JsonNode object) {
    this(object, List.of("body"), new ArrayList<>());
  }

  private JsonBody(JsonNode object, List<String> loc, List<Problem.Field> problems) {
    this.object = object;
    this.loc = loc;
    this.problems = problems;
  }

  /** Fails with {@link Refused} if the body is no JSON object. */
  static JsonBody read(ApiRequest request, ObjectMapper json) {
    try {
      JsonNode tree = json.reader(USE_BIG_DECIMAL_FOR_FLOATS).readTree(request.body());
      if (tree.isObject()) {
        return new JsonBody(tree);
      }
      throw malformed("the body is no JSON object", "type_error.dict");
    } catch (JsonProcessingException | ArithmeticException | NumberFormatException e) {
      // the latter where the exponent of a number is longer than a number may be
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

  /** A text of no more than {@code longest} characters; null where there is none. */
  @Nullable String text(String name, int longest) {
    String text = text(name);
    if (text != null && text.length() > longest) {
      problem(name, "no more than %d characters expected".formatted(longest), "value_error");
    }
    return text;
  }

  /** A text that says something; the empty text stands for one that is not there. */
  String name(String name, int longest) {
    String text = requiredText(name);
    if (text.length() > longest) {
      problem(name, "no more than %d characters expected".formatted(longest), "value_error");
    } else if (text.isBlank() && !isAbsent(name)) {
      problem(name, "a text expected", "value_error");
    }
    return text;
  }

  /** Texts; null where there is no list of them. */
  @Nullable List<String> texts(String name, int most, int longest) {
    if (isAbsent(name)) {
      return null;
    }
    JsonNode values = object.path(name);
    if (!values.isArray() || values.size() > most) {
      problem(name, "a list of no more than %d expected".formatted(most), "type_error.list");
      return null;
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode value : values) {
      if (!value.isTextual() || value.textValue().length() > longest) {
        problem(
            name, "texts of no more than %d characters expected".formatted(longest), "value_error");
        return null;
      }
      texts.add(StorableText.of(value.textValue()));
    }
    return texts;
  }

  /** An exact amount, never negative; null where there is none. */
  @Nullable BigDecimal amount(String name) {
    BigDecimal number = number(name);
    if (number != null && !Price.isSane(number)) {
      problem(name, "a number from 0 with no more than 30 digits expected", "value_error.number");
      return null;
    }
    return number;
  }

  private @Nullable BigDecimal number(String name) {
    JsonNode value = object.path(name);
    if (isAbsent(name)) {
      return null;
    }
    if (value.isNumber()) {
      return value.decimalValue();
    }
    if (value.isTextual() && DECIMAL.matcher(value.textValue()).matches()) {
      return new BigDecimal(value.textValue());
    }
    problem(name, "value is not a valid float", "type_error.float");
    return null;
  }

  /** Pieces, from none to a million million; null where the number is not there. */
  @Nullable Long pieces(String name) {
    BigDecimal number = amount(name);
    if (number == null) {
      return null;
    }
    if (number.compareTo(MOST_PIECES) > 0 || number.stripTrailingZeros().scale() > 0) {
      problem(name, "value is not a valid integer", "type_error.integer");
      return null;
    }
    return number.longValueExact();
  }

  /** Of what is edited, as we had shown it; null where it was not sent back. */
  @Nullable String version() {
    JsonNode value = object.path("version");
    return value.isNumber() || value.isTextual() ? value.asText() : null;
  }

  /** Whether the object says something of this name, be it null. */
  boolean has(String name) {
    return object.has(name);
  }

  /** Says that a value has to be there, where it isn't. */
  void require(String name) {
    if (isAbsent(name)) {
      problem(name, "field required", "value_error.missing");
    }
  }

  /** An object in this one; an empty one where there is none. */
  JsonBody object(String name) {
    JsonNode value = object.path(name);
    if (!isAbsent(name) && !value.isObject()) {
      problem(name, "value is not a valid dict", "type_error.dict");
    }
    return new JsonBody(value, place(name), problems);
  }

  /** Objects in a list; null where there is no list. */
  @Nullable List<JsonBody> objects(String name, int most) {
    if (isAbsent(name)) {
      return null;
    }
    JsonNode values = object.path(name);
    if (!values.isArray() || values.size() > most) {
      problem(name, "a list of no more than %d expected".formatted(most), "type_error.list");
      return null;
    }
    List<JsonBody> objects = new ArrayList<>();
    for (JsonNode value : values) {
      JsonBody each = new JsonBody(value, place(name), problems);
      if (!value.isObject()) {
        problem(name, "value is not a valid dict", "type_error.dict");
      }
      objects.add(each);
    }
    return objects;
  }

  private List<String> place(String name) {
    return Stream.concat(loc.stream(), Stream.of(name)).toList();
  }

  /**
   * A key, typed as hex or npub, that has to be there; fails with {@link Refused} if it is none.
   */
  Pubkey requiredPubkey(String name) {
    String typed = requiredText(name);
    check();
    return TypedKeys.read(typed, "body", name);
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

  /** A yes or no; null where there is none. */
  @Nullable Boolean yesOrNo(String name) {
    return isAbsent(name) ? null : Boolean.valueOf(requiredFlag(name));
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
    problems.add(new Problem.Field(place(name), message, type));
  }
}
