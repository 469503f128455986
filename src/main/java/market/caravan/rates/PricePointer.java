package market.caravan.rates;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import market.caravan.money.Currency;
import org.jspecify.annotations.Nullable;

/**
 * Where in an answer the prices are: a JSON pointer in which {@code {currency}} stands for a
 * currency's code, in capitals or not.
 *
 * @param parent of the names that hold the codes; of the one price where {@code only} is not null
 */
record PricePointer(
    JsonPointer parent, String prefix, String suffix, JsonPointer rest, @Nullable Currency only) {

  private static final String PLACE = "{currency}";
  private static final Pattern CODE = Pattern.compile("[A-Za-z]{3}");
  private static final int MAX_LENGTH = 64;

  /**
   * Reads a pointer.
   *
   * @param only of what it is without {@code {currency}}
   * @throws IllegalArgumentException if it is none, or does not say whose price it leads to
   */
  static PricePointer parse(String pointer, @Nullable Currency only) {
    int place = pointer.indexOf(PLACE);
    if (place < 0 && only == null) {
      throw new IllegalArgumentException(
          "A pointer to a price has {currency} in it, or a currency beside it");
    }
    if (place < 0) {
      return new PricePointer(JsonPointer.compile(pointer), "", "", JsonPointer.empty(), only);
    }
    int start = pointer.lastIndexOf('/', place);
    int slash = pointer.indexOf('/', place);
    int end = slash < 0 ? pointer.length() : slash;
    return new PricePointer(
        JsonPointer.compile(pointer.substring(0, Math.max(start, 0))),
        pointer.substring(start + 1, place),
        pointer.substring(place + PLACE.length(), end),
        JsonPointer.compile(pointer.substring(end)),
        null);
  }

  /** What is found there, as it is; nothing is checked but that it is a number. */
  Map<Currency, BigDecimal> prices(JsonNode answer) {
    Map<Currency, BigDecimal> prices = new HashMap<>();
    JsonNode found = answer.at(parent);
    if (only != null) {
      number(found).ifPresent(price -> prices.put(only, price));
    } else {
      found
          .properties()
          .forEach(
              entry ->
                  currency(entry.getKey())
                      .ifPresent(
                          currency ->
                              number(entry.getValue().at(rest))
                                  .ifPresent(price -> prices.put(currency, price))));
    }
    return prices;
  }

  private Optional<Currency> currency(String name) {
    int codeEnd = name.length() - suffix.length();
    if (!name.startsWith(prefix) || !name.endsWith(suffix) || codeEnd <= prefix.length()) {
      return Optional.empty();
    }
    String code = name.substring(prefix.length(), codeEnd);
    return CODE.matcher(code).matches()
        ? Optional.of(new Currency(code)).filter(currency -> !currency.isSat())
        : Optional.empty();
  }

  private static Optional<BigDecimal> number(JsonNode node) {
    if (node.isNumber()) {
      return Optional.of(node.decimalValue());
    }
    String text = node.asText();
    if (!node.isTextual() || text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
