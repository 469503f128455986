package market.caravan.nostr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import market.caravan.PermanentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {

  private static final Event EVENT =
      KeyPair.generate()
          .sign(
              new EventTemplate(
                  1,
                  Instant.ofEpochSecond(1_700_000_000),
                  List.of(List.of("p", "a\"b"), List.of("t"), List.of()),
                  "Grüße 🛍 \n\t\"\\ end"));

  @Test
  void readsWhatItWrites() {
    Event read = EventJson.parse(EventJson.write(EVENT));

    assertThat(read).isEqualTo(EVENT);
    assertThat(read.isGenuine()).isTrue();
  }

  @Test
  void ignoresFieldsThatNip01DoesNotName() {
    ObjectNode json = EventJson.toJson(EVENT);
    json.putObject("seen_on").put("relay", true);

    assertThat(EventJson.parse(json.toString())).isEqualTo(EVENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "pubkey", "created_at", "kind", "tags", "content", "sig"})
  void refusesAnEventThatLacksAFieldOrHasItInAnotherType(String field) {
    ObjectNode without = EventJson.toJson(EVENT);
    without.remove(field);
    ObjectNode wrong = EventJson.toJson(EVENT);
    wrong.put(field, true);
    ObjectNode none = EventJson.toJson(EVENT);
    none.putNull(field);

    assertMalformed(without.toString());
    assertMalformed(wrong.toString());
    assertMalformed(none.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "1.5",
        "1.0",
        "1e9",
        "253402300800",
        "9223372036854775808",
        "\"1700000000\""
      })
  void refusesATimeThatIsNoWholeSecondOfOurCalendar(String createdAt) {
    assertMalformed(EventJson.write(EVENT).replace("1700000000", createdAt));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "65536", "1.0", "\"1\"", "4294967300"})
  void refusesAKindBeyondSixteenBits(String kind) {
    assertMalformed(EventJson.write(EVENT).replace("\"kind\":1", "\"kind\":" + kind));
  }

  @Test
  void refusesUpperCaseAndShortHex() {
    ObjectNode upperCase = EventJson.toJson(EVENT);
    upperCase.put("id", "AB".repeat(32));
    ObjectNode shortened = EventJson.toJson(EVENT);
    shortened.put("pubkey", EVENT.pubkey().hex().substring(2));

    assertMalformed(upperCase.toString());
    assertMalformed(shortened.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud800", "\\udc00", "\\udc00\\ud800", "x\\ud83dx", "\ud800"})
  void refusesALoneSurrogateWhichHasNoIdBecauseItHasNoUtf8Form(String text) {
    String json = EventJson.write(EVENT);

    assertMalformed(json.replace(" end", text));
    assertMalformed(json.replace("[\"t\"]", "[\"" + text + "\"]"));
  }

  @Test
  void readsASurrogatePairThatIsWrittenAsEscapes() {
    String json = EventJson.write(EVENT).replace("🛍", "\\ud83d\\udecd");

    assertThat(EventJson.parse(json).isGenuine()).isTrue();
  }

  @Test
  void refusesMoreTagsThanTheLimit() {
    ObjectNode json = EventJson.toJson(EVENT);
    ArrayNode tags = json.putArray("tags");
    for (int i = 0; i <= Event.MAX_TAG_ELEMENTS / 2; i++) {
      tags.addArray().add("t");
    }

    assertMalformed(json.toString());
  }

  @Test
  void refusesATagWithMoreElementsThanTheLimit() {
    ObjectNode json = EventJson.toJson(EVENT);
    ArrayNode tag = json.putArray("tags").addArray();
    IntStream.range(0, Event.MAX_TAG_ELEMENTS).forEach(i -> tag.add("t"));

    assertMalformed(json.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "1", "{", "{} {}", "{\"tags\":", "\u0000"})
  void refusesWhatIsNoObject(String json) {
    assertMalformed(json);
  }

  @Test
  void refusesDepthAndLengthWithoutAStackOverflow() {
    assertMalformed("[".repeat(1_000_000));
    assertMalformed("{\"a\":".repeat(100_000));
    assertMalformed(EventJson.write(EVENT).replace(" end", "x".repeat(3_000_000)));
    assertMalformed("{\"kind\":" + "9".repeat(1_000_000) + "}");
  }

  private static void assertMalformed(String json) {
    assertThatExceptionOfType(PermanentException.class)
        .isThrownBy(() -> EventJson.parse(json))
        .returns("malformed-event", PermanentException::code);
  }
}
