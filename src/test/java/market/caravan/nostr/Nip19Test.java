package market.caravan.nostr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Locale;
import market.caravan.Hex;
import market.caravan.PermanentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Nip19Test {

  private static final String NPUB =
      "npub163myg5u6empa5h37ea073p3uv29fe9lgku0fa2gk0fh5lq7q8seq5nk6kl";
  private static final String NSEC =
      "nsec1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqfrg4nsrqzyql";

  @Test
  void readsBech32AndHexInEitherCase() {
    Pubkey alice = Keys.ALICE.pubkey();

    assertThat(Nip19.pubkey(NPUB)).isEqualTo(alice);
    assertThat(Nip19.pubkey(" " + NPUB.toUpperCase(Locale.ROOT) + "\n")).isEqualTo(alice);
    assertThat(Nip19.pubkey(alice.hex())).isEqualTo(alice);
    assertThat(Nip19.pubkey(alice.hex().toUpperCase(Locale.ROOT))).isEqualTo(alice);
    assertThat(Nip19.keyPair(NSEC).pubkey()).isEqualTo(alice);
    assertThat(Nip19.keyPair(Hex.of(Keys.ALICE.secret())).pubkey()).isEqualTo(alice);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "npub1",
        "1",
        "npub163myg5u6empa5h37ea073p3uv29fe9lgku0fa2gk0fh5lq7q8seq5nk6kp",
        "Npub163myg5u6empa5h37ea073p3uv29fe9lgku0fa2gk0fh5lq7q8seq5nk6kl",
        "npub163myg5u6empa5h37ea073p3uv29fe9lgku0fa2gk0fh5lq7q8seq5nk6k",
        "npub163myg5u6empa5h37ea073p3uv29fe9lgku0fa2gk0fh5lq7q8seq5nk6klü",
        "ｎpub163myg5u6empa5h37ea073p3uv29fe9lgku0fa2gk0fh5lq7q8seq5nk6kl",
        "note1090wkejcutwm0t9hzs6xr5v2aukk9phh9qzwupfpdlrw7d0d7yvqw7hsl4",
        "nprofile1qqsdgajy2wdvas76tclv7hlgsc7x9z5ujl5tw8574yt85m60s0qrcvsrqplaq",
        "d47644539acec3da5e3ecf5fe8863c628a9c97e8b71e9ea9167a6f4f83c03c3",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
      })
  void refusesWhatIsNoPublicKey(String text) {
    assertThatExceptionOfType(PermanentException.class)
        .isThrownBy(() -> Nip19.pubkey(text))
        .returns("malformed-public-key", PermanentException::code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        NPUB,
        "nsec1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqfrg4nsrqzyqq",
        "0000000000000000000000000000000000000000000000000000000000000000"
      })
  void refusesWhatIsNoSecretKeyAndDoesNotRepeatIt(String text) {
    assertThatExceptionOfType(PermanentException.class)
        .isThrownBy(() -> Nip19.keyPair(text))
        .withNoCause()
        .returns("malformed-private-key", PermanentException::code);
  }
}
