package market.caravan.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import market.caravan.PermanentException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurrencyTest {

  @ParameterizedTest
  @ValueSource(strings = {"sat", "SAT", "Sat", "sats", "SATS"})
  void knowsSatoshiHoweverTheyAreWritten(String text) {
    assertThat(new Currency(text)).isEqualTo(Currency.SAT).hasToString("sat");
    assertThat(new Currency(text).isSat()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"EUR", "eur", "Eur"})
  void writesOtherCurrenciesInCapitals(String text) {
    assertThat(new Currency(text)).hasToString("EUR");
    assertThat(new Currency(text).isSat()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "E", "EU", "EURO", "E1R", " EUR", "sat\n", "msat", "ıst"})
  void refusesWhatIsNoCurrency(String text) {
    assertThatThrownBy(() -> new Currency(text))
        .isInstanceOfSatisfying(
            PermanentException.class,
            refused -> assertThat(refused.code()).isEqualTo("malformed-currency"));
  }
}
