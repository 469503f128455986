package market.caravan.nostr;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import market.caravan.PermanentException;

/** JSON from strangers: bounded in length and depth, exactly one value, no lone surrogate. */
final class Json {

  static final int MAX_LENGTH = 2 * 1024 * 1024;
  private static final int MAX_DEPTH = 32;
  private static final int MAX_NUMBER_LENGTH = 32;

  static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_NUMBER_LENGTH)
                          .maxStringLength(MAX_LENGTH)
                          .maxNameLength(1_000)
                          .build())
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /**
   * Reads one JSON value.
   *
   * @param code the code of the exception
   * @throws PermanentException if it is none, or beyond a limit
   */
  static JsonNode read(String json, String code) {
    if (json.length() > MAX_LENGTH) {
      throw new PermanentException(code, "JSON longer than " + MAX_LENGTH + " characters");
    }
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      e.clearLocation(); // the location would quote the text
      throw new PermanentException(code, "This is no JSON, or is nested too deeply");
    }
  }

  static String write(JsonNode json) {
    return json.toString();
  }

  /**
   * The text of a JSON string.
   *
   * @throws PermanentException if it is no string, or has no UTF-8 form
   */
  static String text(JsonNode json, String code) {
    if (!json.isTextual()) {
      throw new PermanentException(code, "A string is missing");
    }
    String text = json.textValue();
    if (!Utf8.canHold(text)) {
      throw new PermanentException(code, "Text with a lone surrogate has no UTF-8 form");
    }
    return text;
  }
}
