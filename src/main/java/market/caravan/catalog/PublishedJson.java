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
import java.util.Optional;
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

  /** PostgreSQL's TEXT knows neither NUL nor half a character. */
  static String storable(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new String(bytes, StandardCharsets.UTF_8).replace('\0', '\uFFFD');
  }

  @Nullable String text(String name) {
    JsonNode value = object.path(name);
    return value.isTextual() ? storable(value.textValue()) : null;
  }

  String text(String name, String otherwise) {
    return Objects.requireNonNullElse(text(name), otherwise);
  }

  Optional<String> optional(String name) {
    return Optional.ofNullable(text(name));
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode value : object.path(name)) {
      if (value.isTextual()) {
        texts.add(storable(value.textValue()));
      }
    }
    return texts;
  }

  List<PublishedJson> objects(String name) {
    List<PublishedJson> objects = new ArrayList<>();
    object.path(name).forEach(value -> objects.add(new PublishedJson(value)));
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
