package market.caravan.order;

import static market.caravan.order.PaymentProperties.Policy.ACCEPT;
import static market.caravan.order.PaymentProperties.Policy.REFUND;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import market.caravan.lightning.Preimage;
import market.caravan.money.Msat;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.Pubkey;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PaymentPropertiesTest {

  private static final Pubkey GENEROUS = KeyPair.generate().pubkey();
  private static final Pubkey OTHER = KeyPair.generate().pubkey();

  private static Attempt received(long msat) {
    return new Attempt(
        1,
        1,
        "",
        Preimage.random().hash(),
        new SealedPreimage(new byte[0]),
        Msat.ofSat(1_000),
        "",
        Duration.ofMinutes(1),
        false,
        null,
        null,
        null,
        new Msat(msat),
        Msat.ZERO,
        null,
        null,
        null);
  }

  @Test
  void givesBackByItselfWhatIsNotWhatWasAskedFor() {
    var usual = new PaymentProperties(REFUND, REFUND, 100, Map.of());
    assertThat(usual.settled(OTHER, received(999_999))).isEqualTo(OrderEvent.SETTLED_SHORT);
    assertThat(usual.settled(OTHER, received(1_000_000))).isEqualTo(OrderEvent.SETTLED);
    assertThat(usual.settled(OTHER, received(1_100_000))).isEqualTo(OrderEvent.SETTLED);
    assertThat(usual.settled(OTHER, received(1_100_001))).isEqualTo(OrderEvent.SETTLED_OVER);
  }

  @Test
  void doesWhatAMerchantHasDecidedForThemselves() {
    var own =
        new Binder(
                new MapConfigurationPropertySource(
                    Map.of(
                        "caravan.payments.merchants." + GENEROUS.hex() + ".underpaid", "accept")))
            .bind("caravan.payments", PaymentProperties.class)
            .get();
    assertThat(own.settled(GENEROUS, received(1))).isEqualTo(OrderEvent.SETTLED);
    assertThat(own.settled(OTHER, received(1))).isEqualTo(OrderEvent.SETTLED_SHORT);
    assertThat(own.settled(GENEROUS, received(2_000_000))).isEqualTo(OrderEvent.SETTLED_OVER);
    var keeps = new PaymentProperties(REFUND, ACCEPT, 100, Map.of());
    assertThat(keeps.settled(OTHER, received(2_000_000))).isEqualTo(OrderEvent.SETTLED);
  }
}
