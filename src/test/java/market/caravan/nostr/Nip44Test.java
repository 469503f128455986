package market.caravan.nostr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import market.caravan.Hex;
import market.caravan.PermanentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Nip44Test {

  private static final byte[] KEY = Nip44.conversationKey(Keys.ALICE, Keys.BOB.pubkey());
  private static final byte[] NONCE = Hex.bytes("0".repeat(63) + "7");
  private static final String PAYLOAD =
      "AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAHYEgI6bihA+v49nkOQyJ0tzeOLsAlsl/TKutrorDPNdxfyrNU"
          + "zLEU/6PDLmPpVrw8+08+efov0RvM7GR8QdLyXj75";

  @Test
  void findsTheConversationsKeyAtBothEnds() {
    assertThat(Hex.of(KEY))
        .isEqualTo("8403a29decc7e3dd4bd86eb3b62416b486abe12b7ce83d07864b9a4c8dd983f8");
    assertThat(Nip44.conversationKey(Keys.BOB, Keys.ALICE.pubkey())).isEqualTo(KEY);
  }

  @Test
  void writesAndReadsWhatOthersDo() {
    assertThat(Nip44.encrypt(KEY, NONCE, "Grüße 🛍")).isEqualTo(PAYLOAD);
    assertThat(Nip44.decrypt(Keys.BOB, Keys.ALICE.pubkey(), PAYLOAD)).isEqualTo("Grüße 🛍");
  }

  @ParameterizedTest
  @CsvSource({
    "65535,c61eceb6579f7fcc8dad84627afc886c3d5957530267310c8f0a1343c2b3d275",
    "65536,b0f0cbac617928036276c0f35b7a0805aace86a01e31faf975380fce2f747723",
    "65537,23d7cdc867198364a1d857c86e5f44d81254244d20553b3afa30f00bdc0f2e24",
    "100000,cca667f094eac6bf0f8addffe83bf494efd5b0c8a4bfb6ef00cc54d1c5368faa"
  })
  void writesTheLengthOfALongTextAsOthersDo(int length, String sha256) {
    String text = "x".repeat(length);
    String payload = Nip44.encrypt(KEY, NONCE, text);

    assertThat(sha256(payload)).isEqualTo(sha256);
    assertThat(Nip44.decrypt(KEY, payload)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 31, 32, 33, 64, 65, 1_000, 300_000, 1_048_576})
  void readsWhatItWrites(int length) {
    String text = "y".repeat(length);
    String payload = Nip44.encrypt(Keys.ALICE, Keys.BOB.pubkey(), text);

    assertThat(Nip44.decrypt(Keys.BOB, Keys.ALICE.pubkey(), payload)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1_048_577})
  void encryptsNothingThatIsEmptyOrTooLong(int length) {
    assertThatExceptionOfType(PermanentException.class)
        .isThrownBy(() -> Nip44.encrypt(KEY, NONCE, "x".repeat(length)))
        .returns("unencryptable", PermanentException::code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Ag==", "#", "#AgAAAAAAAAAAAAAAAAAAAAAA", "\ud800", "ü"})
  void refusesWhatIsNoPayload(String payload) {
    assertUndecryptable(payload);
    assertUndecryptable(payload.repeat(200));
  }

  @Test
  void refusesAPayloadOfWhichAnyByteWasChanged() {
    byte[] bytes = Base64.getDecoder().decode(PAYLOAD);
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;
      assertUndecryptable(Base64.getEncoder().encodeToString(changed));
    }
  }

  @Test
  void refusesMoreThanItsLimitBeforeDecodingIt() {
    assertUndecryptable("A".repeat(Json.MAX_LENGTH + 4));
  }

  @Test
  void refusesAShortTextWithTheLongLength() {
    byte[] padded = new byte[6 + 32];
    padded[5] = 3;

    assertUndecryptable(sealed(padded));
  }

  @Test
  void refusesPaddingThatIsNotByTheRule() {
    byte[] empty = new byte[2 + 32];
    byte[] tooLong = new byte[2 + 64];
    tooLong[1] = 32;
    byte[] beyond = new byte[2 + 32];
    beyond[1] = 33;
    byte[] negative = new byte[6 + 32];
    negative[2] = (byte) 0x80;

    assertUndecryptable(sealed(empty));
    assertUndecryptable(sealed(tooLong));
    assertUndecryptable(sealed(beyond));
    assertUndecryptable(sealed(negative));
  }

  @Test
  void refusesTextThatIsNoUtf8() {
    byte[] padded = new byte[2 + 32];
    padded[1] = 1;
    padded[2] = (byte) 0xff;

    assertUndecryptable(sealed(padded));
  }

  @Test
  void refusesAPartnerWhoIsNoPointOfTheCurve() {
    assertThatExceptionOfType(PermanentException.class)
        .isThrownBy(() -> Nip44.decrypt(Keys.BOB, Keys.NO_POINT, PAYLOAD))
        .returns("malformed-public-key", PermanentException::code);
  }

  /** A payload with a right MAC over padding that nobody should write. */
  private static String sealed(byte[] padded) {
    Nip44Keys keys = Nip44Keys.of(KEY, NONCE);
    byte[] encrypted = keys.chaCha20(padded);
    byte[] payload = new byte[1 + 32 + encrypted.length + 32];
    payload[0] = 2;
    System.arraycopy(NONCE, 0, payload, 1, 32);
    System.arraycopy(encrypted, 0, payload, 33, encrypted.length);
    System.arraycopy(keys.mac(NONCE, encrypted), 0, payload, 33 + encrypted.length, 32);
    return Base64.getEncoder().encodeToString(payload);
  }

  private static void assertUndecryptable(String payload) {
    assertThatExceptionOfType(PermanentException.class)
        .isThrownBy(() -> Nip44.decrypt(Keys.BOB, Keys.ALICE.pubkey(), payload))
        .withNoCause()
        .returns("undecryptable", PermanentException::code);
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return Hex.of(digest.digest(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
