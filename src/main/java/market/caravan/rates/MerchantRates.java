package market.caravan.rates;

import java.math.BigDecimal;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import market.caravan.money.Currency;
import market.caravan.money.ExchangeRate;
import market.caravan.money.NoGoodRate;
import market.caravan.money.RateAnswer;
import market.caravan.money.RateSource;
import market.caravan.nostr.Nip19;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The rates of merchants who have their own: for them there are no others. */
@Component
@Order(-1)
class MerchantRates implements RateSource {

  private final Map<String, Map<Currency, BigDecimal>> fixed;
  private final RateFeeds feeds;
  private final Clock clock;

  MerchantRates(RateSourcesProperties properties, RateFeeds feeds, Clock clock) {
    this.fixed =
        properties.merchants().entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    own -> Nip19.pubkey(own.getKey()).hex(), own -> own.getValue().fixed()));
    this.feeds = feeds;
    this.clock = clock;
  }

  @Override
  public Optional<RateAnswer> rate(String merchant, Currency currency) {
    Map<Currency, BigDecimal> own = fixed.get(merchant);
    if (own == null) {
      return Optional.empty();
    }
    BigDecimal btcPrice = own.get(currency);
    if (btcPrice != null) {
      return Optional.of(
          new ExchangeRate(currency, btcPrice, clock.instant(), "the merchant's fixed rate"));
    }
    return feeds
        .own(merchant)
        .flatMap(feed -> feed.rate(currency))
        .<RateAnswer>map(MerchantRates::named)
        .or(() -> Optional.of(NoGoodRate.UNKNOWN));
  }

  private static ExchangeRate named(ExchangeRate rate) {
    return new ExchangeRate(
        rate.currency(), rate.btcPrice(), rate.asOf(), "the merchant's own source");
  }

  @Override
  public Set<Currency> currencies() {
    return fixed.entrySet().stream()
        .flatMap(
            own ->
                Stream.concat(
                    own.getValue().keySet().stream(),
                    feeds.own(own.getKey()).stream().flatMap(feed -> feed.currencies().stream())))
        .collect(Collectors.toUnmodifiableSet());
  }
}
