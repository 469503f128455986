package market.caravan.nostr.relay;

import static org.assertj.core.api.Assertions.assertThat;

import market.caravan.nostr.EventId;
import market.caravan.nostr.RelayMessage;
import market.caravan.nostr.relay.PublishOutcome.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishOutcomeTest {

  private static final EventId ID = new EventId("a".repeat(64));

  @ParameterizedTest
  @CsvSource({
    "true,  '',                              ACCEPTED, false",
    "true,  'duplicate: already have it',    ACCEPTED, false",
    "false, 'duplicate: already have it',    ACCEPTED, false",
    "false, 'invalid: bad signature',        REFUSED,  true",
    "false, 'blocked: you are banned',       REFUSED,  true",
    "false, 'pow: 26 bits are wanted',       REFUSED,  true",
    "false, 'restricted: paying users only', REFUSED,  true",
    "false, 'rate-limited: slow down',       REFUSED,  false",
    "false, 'error: disk full',              REFUSED,  false",
    "false, 'auth-required: who are you?',   REFUSED,  false",
    "false, '',                              REFUSED,  false",
  })
  void understandsTheRelaysAnswer(boolean accepted, String message, Kind kind, boolean forGood) {
    assertThat(PublishOutcome.of(new RelayMessage.Ok(ID, accepted, message)))
        .isEqualTo(new PublishOutcome(kind, message, forGood));
  }
}
