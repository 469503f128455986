package market.caravan.nostr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import market.caravan.PermanentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Nip04Test {

  private static final String FROM_ALICE =
      "y8jPiSLK4ZXudzE8OHBHZFOZCrmBZcfit0Td1afGL78=?iv=7CRHNivr3AW0e5xoPVV3DA==";
  private static final String EMPTY_FROM_ALICE =
      "hmRpu9yqeSf5MEnaYxnirQ==?iv=G2mn2NrMqa4BZt/HVhDxvQ==";

  @ParameterizedTest
  @CsvSource({FROM_ALICE + ",'Grüße, 2 Tassen 🛍'", EMPTY_FROM_ALICE + ",''"})
  void readsWhatAnotherClientWroteAtBothEnds(String content, String text) {
    assertThat(Nip04.decrypt(Keys.BOB, Keys.ALICE.pubkey(), content)).isEqualTo(text);
    assertThat(Nip04.decrypt(Keys.ALICE, Keys.BOB.pubkey(), content)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "sixteen bytes ..", "NUL \0 and 🛍"})
  void readsWhatItWrites(String text) {
    String content = Nip04.encrypt(Keys.ALICE, Keys.BOB.pubkey(), text);

    assertThat(Nip04.decrypt(Keys.BOB, Keys.ALICE.pubkey(), content)).isEqualTo(text);
    assertThat(content).isNotEqualTo(Nip04.encrypt(Keys.ALICE, Keys.BOB.pubkey(), text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?iv=",
        "hello",
        "hello?iv=world",
        "?iv=G2mn2NrMqa4BZt/HVhDxvQ==",
        "hmRpu9yqeSf5MEnaYxnirQ==",
        "hmRpu9yqeSf5MEnaYxnirQ==?iv=",
        "hmRpu9yqeSf5MEnaYxnirQ==?iv=AAAA",
        "hmRpu9yqeSf5MEnaYxnirQ=?iv=G2mn2NrMqa4BZt/HVhDxvQ==",
        "hmRpu9yqeSf5MEnaYxni?iv=G2mn2NrMqa4BZt/HVhDxvQ==",
        "hmRpu9yqeSf5MEnaYxnirQ==?iv=G2mn2NrMqa4BZt/HVhDxvQ==?iv=G2mn2NrMqa4BZt/HVhDxvQ==",
        "hmRpu9yqeSf5MEnaYxnirQ==\n?iv=G2mn2NrMqa4BZt/HVhDxvQ==",
        "hmRpu9yqeSf5MEnaYxnirQ==?iv=\ud800\0ü"
      })
  void refusesWhatIsNoMessage(String content) {
    assertUndecryptable(content);
  }

  @Test
  void refusesAHugeInitialisationVector() {
    assertUndecryptable("hmRpu9yqeSf5MEnaYxnirQ==?iv=" + "A".repeat(1_000_000));
  }

  @Test
  void refusesTextThatIsNoUtf8() throws GeneralSecurityException {
    byte[] iv = new byte[16];
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    SecretKeySpec key = new SecretKeySpec(Keys.ALICE.sharedX(Keys.BOB.pubkey()), "AES");
    cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
    byte[] encrypted = cipher.doFinal("Gr\u00fc\u00dfe".getBytes(StandardCharsets.ISO_8859_1));
    Base64.Encoder base64 = Base64.getEncoder();

    assertUndecryptable(base64.encodeToString(encrypted) + "?iv=" + base64.encodeToString(iv));
  }

  @Test
  void neverFailsOtherwiseWhoeverWroteIt() {
    for (int i = 0; i < 500; i++) {
      String content = Nip04.encrypt(KeyPair.generate(), Keys.BOB.pubkey(), "for Bob, number " + i);
      assertUndecryptable(content);
    }
  }

  @Test
  void refusesAPartnerWhoIsNoPointOfTheCurve() {
    assertThatExceptionOfType(PermanentException.class)
        .isThrownBy(() -> Nip04.decrypt(Keys.BOB, Keys.NO_POINT, FROM_ALICE))
        .returns("malformed-public-key", PermanentException::code);
    assertThatExceptionOfType(PermanentException.class)
        .isThrownBy(() -> Nip04.encrypt(Keys.BOB, Keys.NO_POINT, "hello"))
        .returns("malformed-public-key", PermanentException::code);
  }

  private static void assertUndecryptable(String content) {
    assertThatExceptionOfType(PermanentException.class)
        .isThrownBy(() -> Nip04.decrypt(Keys.BOB, Keys.ALICE.pubkey(), content))
        .withNoCause()
        .returns("undecryptable", PermanentException::code);
  }
}
