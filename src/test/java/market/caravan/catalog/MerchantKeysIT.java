package market.caravan.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import market.caravan.PermanentException;
import market.caravan.PostgresTest;
import market.caravan.nostr.KeyPair;
import org.junit.jupiter.api.Test;

class MerchantKeysIT extends PostgresTest {

  private final KeyPair keyPair = KeyPair.generate();
  private final MerchantKeys keys = Wares.keys(jdbc);

  @Test
  void opensTheKeyThatWasSealed() {
    Wares.addMerchant(jdbc, "m", keyPair);

    assertThat(keys.of("m").secret()).isEqualTo(keyPair.secret());
    assertThat(keys.find(keyPair.pubkey()).orElseThrow().secret()).isEqualTo(keyPair.secret());
  }

  @Test
  void knowsNoKeysButTheMerchants() {
    assertThat(keys.find(keyPair.pubkey())).isEmpty();
    assertThatThrownBy(() -> keys.of("nobody"))
        .isInstanceOf(PermanentException.class)
        .hasMessage("Merchant cannot be found");

    Wares.addMerchant(jdbc, "m", keyPair);
    assertThat(keys.find(keyPair.pubkey())).isPresent();
  }

  @Test
  void opensAKeyOnlyForTheMerchantItWasSealedFor() {
    Wares.addMerchant(jdbc, "m", keyPair);
    Wares.addMerchant(jdbc, "n", KeyPair.generate());
    jdbc.sql(
            """
            UPDATE merchant SET private_key_sealed =
              (SELECT private_key_sealed FROM merchant WHERE id = 'm')
            WHERE id = 'n'
            """)
        .update();

    assertThatThrownBy(() -> keys.of("n")).isInstanceOf(PermanentException.class);
  }

  @Test
  void storesNoKeyInTheClear() {
    Wares.addMerchant(jdbc, "m", keyPair);

    byte[] sealed =
        jdbc.sql("SELECT private_key_sealed FROM merchant").query(byte[].class).single();

    assertThat(sealed).isNotEqualTo(keyPair.secret());
    assertThat(sealed.length).isGreaterThan(32);
  }
}
