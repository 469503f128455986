package market.caravan.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import market.caravan.PermanentException;
import market.caravan.PostgresTest;
import market.caravan.nostr.KeyPair;
import market.caravan.vault.MasterKey;
import market.caravan.vault.Vault;
import org.junit.jupiter.api.Test;

class MerchantKeysIT extends PostgresTest {

  private final KeyPair keyPair = KeyPair.generate();
  private final MerchantKeys keys = Wares.keys(jdbc);

  @Test
  void opensTheKeyThatWasSealed() {
    Wares.addMerchant(jdbc, "m", keyPair);

    assertThat(keys.find(keyPair.pubkey()).orElseThrow().secret()).isEqualTo(keyPair.secret());
  }

  @Test
  void knowsNoKeysButTheMerchants() {
    assertThat(keys.find(keyPair.pubkey())).isEmpty();
    Wares.addMerchant(jdbc, "m", keyPair);
    assertThat(keys.find(keyPair.pubkey())).isPresent();
  }

  @Test
  void opensAKeyOnlyForTheMerchantItWasSealedFor() {
    Wares.addMerchant(jdbc, "m", keyPair);
    KeyPair other = KeyPair.generate();
    Wares.addMerchant(jdbc, "n", other);
    jdbc.sql(
            """
            UPDATE merchant SET private_key_sealed =
              (SELECT private_key_sealed FROM merchant WHERE id = 'm')
            WHERE id = 'n'
            """)
        .update();

    assertThatThrownBy(() -> keys.find(other.pubkey())).isInstanceOf(PermanentException.class);
  }

  @Test
  void refusesTheStartUnderAnotherMasterKey() {
    MerchantKeys wrong = new MerchantKeys(jdbc, new Vault(MasterKey.parse("08".repeat(32))));
    assertThatCode(wrong::afterSingletonsInstantiated).doesNotThrowAnyException();
    Wares.addMerchant(jdbc, "m", keyPair);

    assertThatCode(keys::afterSingletonsInstantiated).doesNotThrowAnyException();
    assertThatThrownBy(wrong::afterSingletonsInstantiated)
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining("set caravan.master-key");
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
