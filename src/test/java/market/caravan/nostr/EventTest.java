package market.caravan.nostr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventTest {

  /** Signed by nostr-tools, whose JSON library writes other control characters as \\u00XX. */
  private static final String WITH_CONTROLS =
      """
      {"kind":1,"created_at":1700000000,"tags":[["t","a\\u0001\\u007fb"]],\
      "content":"NUL \\u0000 esc \\u001b tab \\t ls \\u2028 \\"q\\" \\\\ /",\
      "pubkey":"d47644539acec3da5e3ecf5fe8863c628a9c97e8b71e9ea9167a6f4f83c03c32",\
      "id":"b0111a4399224d7a284c7b81350fb297b2bcb19c3b5b6d5d27ce80158508391d",\
      "sig":"8885dd3a10e328337b5a8ad84fe7e66e6c6e80079a7c156f7aa814f277ada8da\
      33aa5a7c32eac82ab71123a6808978244453de7876f4f0fdc1006f1bd8967fa6"}""";

  @Test
  void isGenuineInBothReadingsOfControlCharacters() {
    Event theirs = EventJson.parse(WITH_CONTROLS);
    Event ours =
        Keys.ALICE.sign(new EventTemplate(1, theirs.createdAt(), theirs.tags(), theirs.content()));

    assertThat(theirs.isGenuine()).isTrue();
    assertThat(ours.isGenuine()).isTrue();
    assertThat(ours.id()).isNotEqualTo(theirs.id());
  }

  @Test
  void isNotGenuineOnceAnyPartIsAnother() {
    Event event = Keys.ALICE.sign(new EventTemplate(1, Instant.EPOCH, List.of(), "hello"));
    EventId otherId = EventJson.parse(WITH_CONTROLS).id();

    assertThat(event.isGenuine()).isTrue();
    assertThat(with(event, otherId, event.pubkey(), "hello").isGenuine()).isFalse();
    assertThat(with(event, event.id(), Keys.BOB.pubkey(), "hello").isGenuine()).isFalse();
    assertThat(with(event, event.id(), Keys.NO_POINT, "hello").isGenuine()).isFalse();
    assertThat(with(event, event.id(), event.pubkey(), "hello!").isGenuine()).isFalse();
  }

  @Test
  void isNotGenuineWithAnIdThatFitsButAnAuthorWhoIsNoPointOfTheCurve() {
    CanonicalForm form = CanonicalForm.of(Keys.NO_POINT, Instant.EPOCH, 1, List.of(), "hello");
    Event event =
        new Event(
            EventId.of(form.sha256()),
            Keys.NO_POINT,
            Instant.EPOCH,
            1,
            List.of(),
            "hello",
            "0".repeat(128));

    assertThat(event.isGenuine()).isFalse();
  }

  @Test
  void showsNoTextInALog() {
    Event event = Keys.ALICE.sign(new EventTemplate(1, Instant.EPOCH, List.of(), "private"));

    assertThat(event).hasToString("Event[" + event.id() + "]");
    assertThat(UnreadEvent.of(event)).hasToString("UnreadEvent[" + event.id() + "]");
    assertThat(new EventTemplate(1, Instant.EPOCH, List.of(), "private"))
        .hasToString("EventTemplate[1]");
  }

  private static Event with(Event event, EventId id, Pubkey pubkey, String content) {
    return new Event(
        id, pubkey, event.createdAt(), event.kind(), event.tags(), content, event.signature());
  }
}
