package market.caravan.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import market.caravan.PermanentException;
import market.caravan.money.Price;
import org.jspecify.annotations.Nullable;

/**
 * An object of an event's content: what is absent or of another type than expected is not there.
 */
record PublishedJson(JsonNode object) {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final BigDecimal MOST_PIECES = new BigDecimal("1000000000000");

  /** Fails with {@link PermanentException} if it is no JSON object. */
  static PublishedJson of(String content) {
    try {
      JsonNode tree = MAPPER.readTree(content);
      if (tree.isObject()) {
        return new PublishedJson(tree);
      }
      throw malformed();
    } catch (JsonProcessingException | ArithmeticException | NumberFormatException e) {
      throw malformed(); // the latter for the exponent of a number
    }
  }

  static PermanentException malformed() {
    return new PermanentException("malformed-catalogue", "This is no profile, stall or product");
  }

  private static void require(boolean within) {
    if (!within) {
      throw new PermanentException("catalogue-too-large", "This says more than we keep");
    }
  }

  /** PostgreSQL's TEXT knows neither NUL nor half a character. */
  static String storable(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new String(bytes, StandardCharsets.UTF_8).replace('\0', '\uFFFD');
  }

  /** Null where there is none; fails, as all of these do, where it is longer than may be. */
  @Nullable String text(String name, int longest) {
    JsonNode value = object.path(name);
    return value.isTextual() ? within(value.textValue(), longest) : null;
  }

  String text(String name, int longest, String otherwise) {
    return Objects.requireNonNullElse(text(name, longest), otherwise);
  }

  private static String within(String text, int longest) {
    require(text.length() <= longest);
    return storable(text);
  }

  /** The id of a zone, stall or product, which has to be there. */
  String id(String name) {
    JsonNode value = object.path(name);
    if (!value.isTextual() || !Bounds.isId(value.textValue())) {
      throw malformed();
    }
    return value.textValue();
  }

  List<String> texts(String name, int most, int longest) {
    List<String> texts = new ArrayList<>();
    for (JsonNode value : object.path(name)) {
      if (value.isTextual()) {
        texts.add(value.textValue());
      }
    }
    return texts(texts, most, longest);
  }

  static List<String> texts(List<String> texts, int most, int longest) {
    require(texts.size() <= most);
    return texts.stream().map(text -> within(text, longest)).toList();
  }

  /** Objects in a list; without one, or with anything else in it, it is malformed. */
  List<PublishedJson> objects(String name, int most) {
    JsonNode values = object.path(name);
    require(values.size() <= most);
    List<PublishedJson> objects = new ArrayList<>();
    for (JsonNode value : values) {
      if (!value.isObject()) {
        throw malformed();
      }
      objects.add(new PublishedJson(value));
    }
    return objects;
  }

  /** A price or cost; zero where there is none. Fails where it is none that can be. */
  BigDecimal amount(String name) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return BigDecimal.ZERO;
    }
    if (!value.isNumber()) {
      throw malformed();
    }
    return Price.requireSane(value.decimalValue());
  }

  /** Whole pieces; null where there is no number, which is unlimited (NIP-15). */
  @Nullable Long pieces(String name) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    BigDecimal pieces = amount(name);
    if (pieces.stripTrailingZeros().scale() > 0 || pieces.compareTo(MOST_PIECES) > 0) {
      throw malformed();
    }
    return pieces.longValueExact();
  }

  boolean isFalse(String name) {
    return object.path(name).isBoolean() && !object.path(name).booleanValue();
  }
}
