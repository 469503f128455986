package market.caravan.nostr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.List;
import market.caravan.Hostile;

/** Any text is a message of a relay or of a client that reads back as written, or is refused. */
class FramesFuzzTest {

  private static final Event EVENT =
      Keys.ALICE.sign(
          new EventTemplate(
              4, Instant.ofEpochSecond(1_700_000_000), List.of(List.of("p", "a")), "text"));

  @FuzzTest
  void readsFramesOrRefusesThem(byte[] input) {
    String frame = new String(input, UTF_8);
    Hostile.read(() -> RelayMessage.parse(frame)).ifPresent(FramesFuzzTest::holds);
    Hostile.read(() -> ClientMessage.parse(frame)).ifPresent(FramesFuzzTest::holds);
  }

  private static void holds(RelayMessage message) {
    if (message instanceof RelayMessage.EventMessage sent) {
      assertThat(sent.event().toString()).startsWith("UnreadEvent[");
      Hostile.read(sent.event()::read)
          .ifPresent(read -> assertThat(passedOn(sent.subscription(), read)).isEqualTo(read));
    } else {
      assertThat(Utf8.canHold(message.write())).isTrue();
      assertThat(RelayMessage.parse(message.write())).isEqualTo(message);
    }
  }

  private static void holds(ClientMessage message) {
    switch (message) {
      case ClientMessage.EventMessage sent -> holds(sent.event());
      case ClientMessage.Auth auth -> holds(auth.event());
      case ClientMessage.UnreadableReq req -> assertThat(req.reason()).contains(": ");
      case ClientMessage.Close close ->
          assertThat(ClientMessage.parse(close.write())).isEqualTo(close);
      case ClientMessage.Req req -> {
        ClientMessage again = ClientMessage.parse(req.write());
        assertThat(again).isEqualTo(req);
        assertThat(req.filters().stream().filter(filter -> filter.matches(EVENT)).count())
            .isLessThanOrEqualTo(req.filters().size());
      }
    }
  }

  private static Event passedOn(String subscription, Event event) {
    var message = new RelayMessage.EventMessage(subscription, UnreadEvent.of(event));
    return switch (RelayMessage.parse(message.write())) {
      case RelayMessage.EventMessage read -> read.event().read();
      case RelayMessage other -> throw new AssertionError(other);
    };
  }

  private static void holds(UnreadEvent event) {
    Hostile.read(event::read).ifPresent(read -> assertThat(event.claimedId()).contains(read.id()));
  }
}
