package market.caravan.rates;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who is asked for exchange rates, and when their answers make a rate.
 *
 * @param every how often each source is asked
 * @param pause how long a source is left alone after three failures in a row
 * @param minSources how many sources have to agree on the price of a bitcoin
 * @param maxSpread how far they may be apart, as a part of the price: 0.05 is 5 %
 * @param publicSources those of the known ones that are asked; empty: none
 * @param sources more of them, by a name that customers read
 * @param merchants rates of single merchants, by their public key, npub or hex
 */
@Validated
@ConfigurationProperties("caravan.rates")
record RateSourcesProperties(
    @DurationMin(seconds = 1) @DefaultValue("1m") Duration every,
    @DurationMin(seconds = 1) @DefaultValue("5m") Duration pause,
    @Min(1) @DefaultValue("2") int minSources,
    @Positive @DecimalMax("1") @DefaultValue("0.05") BigDecimal maxSpread,
    @DefaultValue({"coinbase", "kraken", "coingecko", "blockchain"})
        List<PublicSource> publicSources,
    @DefaultValue Map<String, @Valid SourceProperties> sources,
    @DefaultValue Map<String, @Valid OwnRatesProperties> merchants) {

  RateSourcesProperties {
    publicSources = List.copyOf(publicSources);
    sources = Map.copyOf(sources);
    merchants = Map.copyOf(merchants);
    int known = publicSources.size() + sources.size();
    if (known > 0 && known < minSources) {
      throw new IllegalArgumentException(
          "caravan.rates.min-sources is more than there are sources of exchange rates");
    }
  }
}
