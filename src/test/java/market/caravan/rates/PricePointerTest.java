package market.caravan.rates;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Map;
import market.caravan.money.Currency;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PricePointerTest {

  private static final Currency EUR = new Currency("EUR");
  private static final Currency USD = new Currency("USD");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          COINBASE   | {"data":{"currency":"BTC","rates":{"EUR":"90001.5","USD":"99","1INCH":"7"}}}
          KRAKEN     | {"error":[],"result":{"XXBTZEUR":{"a":["1"],"c":["90001.5","0.1"]},"XXBTZUSD":{"c":["99"]},"XETHZEUR":{"c":["7"]}}}
          COINGECKO  | {"rates":{"eur":{"name":"Euro","value":90001.5,"type":"fiat"},"usd":{"value":99},"bits":{"value":1000000},"sats":{"value":1}}}
          BLOCKCHAIN | {"EUR":{"15m":1,"last":90001.5,"symbol":"EUR"},"USD":{"last":99}}
          """)
  void readsWhatTheKnownSourcesAnswer(PublicSource source, String answer) {
    assertThat(prices(source.properties().pointer(), null, answer))
        .isEqualTo(Map.of(EUR, new BigDecimal("90001.5"), USD, new BigDecimal("99")));
  }

  @Test
  void readsTheOnePriceThatAnOwnSourceHas() {
    assertThat(prices("/last/0", EUR, "{\"last\":[\"90001.5\"]}"))
        .isEqualTo(Map.of(EUR, new BigDecimal("90001.5")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "7",
        "null",
        "{\"EUR\":null}",
        "{\"EUR\":{\"last\":{}}}",
        "{\"EUR\":{\"last\":\"NaN\"}}",
        "{\"EUR\":{\"last\":true}}",
        "{\"EUR\":{\"last\":\"\"}}"
      })
  void findsNothingWhereThereIsNoPrice(String answer) {
    assertThat(prices("/{currency}/last", null, answer)).isEmpty();
  }

  @Test
  void hasToSayWhosePriceItLeadsTo() {
    assertThatThrownBy(() -> PricePointer.parse("/last", null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Map<Currency, BigDecimal> prices(
      String pointer, @Nullable Currency only, String answer) {
    return PricePointer.parse(pointer, only).prices(RateFeeds.read(answer.getBytes(UTF_8)));
  }
}
