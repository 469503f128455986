package market.caravan.nostr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import market.caravan.Hostile;

/** Any text is an event that reads back as it is written, or is refused. */
class EventJsonFuzzTest {

  @FuzzTest
  void readsEventsOrRefusesThem(byte[] input) {
    Hostile.read(() -> EventJson.parse(new String(input, UTF_8)))
        .ifPresent(EventJsonFuzzTest::holds);
  }

  private static void holds(Event event) {
    boolean genuine = event.isGenuine();
    Event again = EventJson.parse(EventJson.write(event));
    assertThat(again).isEqualTo(event);
    assertThat(again.isGenuine()).isEqualTo(genuine);
    assertThat(event.tagValues("p")).allMatch(Utf8::canHold);
    Event own =
        Keys.ALICE.sign(
            new EventTemplate(event.kind(), event.createdAt(), event.tags(), event.content()));
    assertThat(own.isGenuine()).isTrue();
  }
}
