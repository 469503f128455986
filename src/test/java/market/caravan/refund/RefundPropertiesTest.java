package market.caravan.refund;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import market.caravan.money.Msat;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.Pubkey;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RefundPropertiesTest {

  private static final Pubkey CAREFUL = KeyPair.generate().pubkey();
  private static final Pubkey OTHER = KeyPair.generate().pubkey();

  private static RefundProperties properties(Map<String, Object> set) {
    return new Binder(new MapConfigurationPropertySource(set))
        .bindOrCreate("caravan.refunds", RefundProperties.class);
  }

  @Test
  void sendsNothingUnaskedUntilSomebodySaysSo() {
    assertThat(properties(Map.of()).isAutomatic(OTHER, Msat.ofSat(1))).isFalse();
  }

  @Test
  void hasALimitOfAMerchantsOwnInPlaceOfTheOneForAll() {
    RefundProperties properties =
        properties(
            Map.of(
                "caravan.refunds.automatic-up-to",
                1_000,
                "caravan.refunds.merchants." + CAREFUL.hex(),
                10));
    assertThat(properties.isAutomatic(OTHER, Msat.ofSat(1_000))).isTrue();
    assertThat(properties.isAutomatic(OTHER, new Msat(1_000_001))).isFalse();
    assertThat(properties.isAutomatic(CAREFUL, Msat.ofSat(10))).isTrue();
    assertThat(properties.isAutomatic(CAREFUL, Msat.ofSat(11))).isFalse();
  }
}
