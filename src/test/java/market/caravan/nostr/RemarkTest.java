package market.caravan.nostr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RemarkTest {

  @Test
  void isOneLine() {
    assertThat(
            Remark.clean("rate-limited: slow\r\n2026-03-01 INFO all is\u2028well\u0000\u001b[2J"))
        .isEqualTo("rate-limited: slow 2026-03-01 INFO all is well [2J");
  }

  @Test
  void isShort() {
    assertThat(Remark.clean("x".repeat(1_000_000))).hasSize(200);
  }

  @Test
  void splitsNoCharacterInTwo() {
    assertThat(Remark.clean("x".repeat(199) + "🛍")).isEqualTo("x".repeat(199));
  }

  @Test
  void isMadeOfWhateverARelaySays() {
    String said = "no\\n" + "x".repeat(300);
    EventId id = new EventId("a".repeat(64));

    assertThat(RelayMessage.parse("[\"NOTICE\",\"%s\"]".formatted(said)))
        .isEqualTo(new RelayMessage.Notice("no " + "x".repeat(197)));
    assertThat(RelayMessage.parse("[\"CLOSED\",\"s\",\"%s\"]".formatted(said)))
        .isEqualTo(new RelayMessage.Closed("s", "no " + "x".repeat(197)));
    assertThat(RelayMessage.parse("[\"OK\",\"%s\",false,\"%s\"]".formatted(id.hex(), said)))
        .isEqualTo(new RelayMessage.Ok(id, false, "no " + "x".repeat(197)));
  }
}
