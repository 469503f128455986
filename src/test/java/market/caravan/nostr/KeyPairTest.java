package market.caravan.nostr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import market.caravan.Hex;
import market.caravan.PermanentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPairTest {

  @Test
  void hasThePublicKeyThatOthersFind() {
    assertThat(Keys.ALICE.pubkey().hex())
        .isEqualTo("d47644539acec3da5e3ecf5fe8863c628a9c97e8b71e9ea9167a6f4f83c03c32");
    assertThat(Keys.BOB.pubkey().hex())
        .isEqualTo("795eeb6658e2ddb7acb7143461d18aef2d6286f72804ee05216fc6ef35edf118");
  }

  @Test
  void sharesOnePointWithItsPartner() {
    assertThat(Keys.ALICE.sharedX(Keys.BOB.pubkey()))
        .isEqualTo(Keys.BOB.sharedX(Keys.ALICE.pubkey()))
        .isNotEqualTo(KeyPair.generate().sharedX(Keys.BOB.pubkey()))
        .isNotEqualTo(Keys.ALICE.sharedX(KeyPair.generate().pubkey()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
        "000000000000000000000000000000000000000000000000000000000000000001"
      })
  void refusesASecretThatIsNone(String secret) {
    assertThatExceptionOfType(PermanentException.class)
        .isThrownBy(() -> KeyPair.of(Hex.bytes(secret)))
        .returns("malformed-private-key", PermanentException::code);
  }

  @Test
  void sharesNothingWithWhatIsNoPointOfTheCurve() {
    assertThatExceptionOfType(PermanentException.class)
        .isThrownBy(() -> Keys.ALICE.sharedX(Keys.NO_POINT))
        .returns("malformed-public-key", PermanentException::code);
  }

  @Test
  void signsWhatItCanVerifyAndNoMoreThanWholeSeconds() {
    Event event =
        Keys.ALICE.sign(
            new EventTemplate(1, Instant.parse("2026-01-01T12:00:00.9Z"), List.of(), "hello"));

    assertThat(event.createdAt()).isEqualTo("2026-01-01T12:00:00Z");
    assertThat(event.isGenuine()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud800", "x\udc00", "\udc00\ud800"})
  void signsNoTextThatHasNoUtf8Form(String text) {
    EventTemplate template = new EventTemplate(1, Instant.EPOCH, List.of(), text);

    assertThatExceptionOfType(PermanentException.class)
        .isThrownBy(() -> Keys.ALICE.sign(template))
        .returns("malformed-event", PermanentException::code);
  }

  @Test
  void showsNoSecret() {
    assertThat(Keys.ALICE).hasToString("KeyPair[" + Keys.ALICE.pubkey() + "]");
    assertThat(Keys.ALICE.secret()).isNotSameAs(Keys.ALICE.secret());
  }
}
