package market.caravan.rates;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import market.caravan.Hostile;
import market.caravan.money.Currency;
import market.caravan.money.ExchangeRate;

/**
 * Any answer of a source of exchange rates has prices that can be reckoned with, or none; so has
 * one in which anything stands for a price.
 */
class PricePointerFuzzTest {

  private static final Currency EUR = new Currency("EUR");
  private static final List<PricePointer> POINTERS =
      Stream.concat(
              Arrays.stream(PublicSource.values())
                  .map(source -> PricePointer.parse(source.properties().pointer(), null)),
              Stream.of(PricePointer.parse("/last/0", EUR)))
          .toList();

  @FuzzTest
  void findsPricesOrNone(byte[] input) {
    Hostile.read(() -> RateFeeds.read(input)).ifPresent(PricePointerFuzzTest::holds);
    String price = "{\"EUR\":{\"last\":%s}}".formatted(new String(input, UTF_8));
    Hostile.read(() -> RateFeeds.read(price.getBytes(UTF_8)))
        .ifPresent(PricePointerFuzzTest::holds);
  }

  private static void holds(JsonNode answer) {
    for (PricePointer pointer : POINTERS) {
      RateFeed feed = new RateFeed("source", "", pointer);
      Map<Currency, BigDecimal> prices = pointer.prices(answer);
      for (int i = 0; i < 2; i++) { // the second answer is compared with the first
        Hostile.read(() -> feed.answered(prices, Duration.ofHours(1)));
      }
      assertThat(prices.keySet()).containsAll(feed.currencies());
      assertThat(feed.currencies()).noneMatch(Currency::isSat);
      feed.currencies().forEach(currency -> holds(feed.rate(currency).orElseThrow()));
    }
  }

  private static void holds(ExchangeRate rate) {
    assertThat(rate.btcPrice()).isPositive();
    assertThat(rate.btcPrice().precision()).isLessThanOrEqualTo(12);
    BigDecimal sat = rate.satRoundedUp(BigDecimal.ONE);
    assertThat(sat).isPositive();
    assertThat(sat.precision()).isLessThanOrEqualTo(40);
  }
}
