package market.caravan.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import market.caravan.PermanentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaultTest {

  private static final byte[] SECRET = "a merchant's key".getBytes(UTF_8);
  private static final String KEY = "00112233445566778899aabbccddeeff".repeat(2);

  private final Vault vault = new Vault(MasterKey.parse(KEY));

  @Test
  void opensWhatItSealed() {
    assertThat(vault.open(vault.seal(SECRET, "merchant/1"), "merchant/1")).isEqualTo(SECRET);
    assertThat(vault.open(vault.seal(new byte[0], ""), "")).isEmpty();
  }

  @Test
  void sealsTheSameDifferentlyEachTimeAndShowsNothingOfIt() {
    byte[] once = vault.seal(SECRET, "merchant/1");
    byte[] again = vault.seal(SECRET, "merchant/1");

    assertThat(once).isNotEqualTo(again);
    assertThat(new String(once, UTF_8)).doesNotContain("merchant");
  }

  @Test
  void opensInNoOtherContext() {
    byte[] sealed = vault.seal(SECRET, "merchant/1");

    assertThatThrownBy(() -> vault.open(sealed, "merchant/2"))
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining("does not open");
  }

  @Test
  void noticesEveryChangedByte() {
    byte[] sealed = vault.seal(SECRET, "merchant/1");

    for (int position = 0; position < sealed.length; position++) {
      byte[] changed = sealed.clone();
      changed[position] ^= 1;
      assertThatThrownBy(() -> vault.open(changed, "merchant/1"))
          .isInstanceOf(PermanentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 17, 32})
  void refusesWhatIsTooShort(int length) {
    byte[] sealed = Arrays.copyOf(vault.seal(SECRET, ""), length);

    assertThatThrownBy(() -> vault.open(sealed, "")).isInstanceOf(PermanentException.class);
  }

  @Test
  void saysThatTheKeyIsAnotherOneAndNamesBothByTheirIds() {
    byte[] sealed = new Vault(MasterKey.parse(MasterKey.generate())).seal(SECRET, "");

    assertThatThrownBy(() -> vault.open(sealed, ""))
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining("sealed under another master key")
        .hasMessageContaining(HexFormat.of().formatHex(sealed, 1, 5))
        .hasMessageContaining("caravan.master-key");
  }

  @Test
  void readsTheKeyInHexAndBase64() {
    byte[] sealed = vault.seal(SECRET, "");
    String base64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(KEY));

    assertThat(new Vault(MasterKey.parse(" " + base64 + "\n")).open(sealed, "")).isEqualTo(SECRET);
    assertThat(new Vault(MasterKey.parse(KEY.toUpperCase(Locale.ROOT))).open(sealed, ""))
        .isEqualTo(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", "00112233445566778899aabbccddeeff", "%%%%"})
  void refusesAMalformedKeyWithoutRepeatingIt(String key) {
    assertThatThrownBy(() -> MasterKey.parse(key))
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining("openssl rand -hex 32")
        .message()
        .doesNotContain(key);
  }

  @Test
  void neverShowsAKeyAsText() {
    assertThat(MasterKey.parse(KEY).toString()).doesNotContain(KEY.substring(0, 32));
    assertThat(new VaultProperties(KEY, null).toString()).doesNotContain(KEY);
  }
}
