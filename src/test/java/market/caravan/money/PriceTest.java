package market.caravan.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import market.caravan.PermanentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PriceTest {

  @Test
  void isAsExactAsItWasWritten() {
    BigDecimal price = new BigDecimal("19.90");
    assertThat(Price.requireSane(price)).isSameAs(price);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.01", "1E+31", "1E-31", "1234567890123456789012345678901"})
  void refusesWhatIsNoPrice(String amount) {
    assertThatThrownBy(() -> Price.requireSane(new BigDecimal(amount)))
        .isInstanceOf(PermanentException.class);
  }
}
