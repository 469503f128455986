package market.caravan.money;

import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Exchange rates.
 *
 * @param maxAge how old a rate may be when an order is priced with it
 * @param fixed the price of one bitcoin per currency, as the merchant fixes it
 */
@Validated
@ConfigurationProperties("caravan.rates")
public record RatesProperties(
    @DurationMin(millis = 1) @DefaultValue("10m") Duration maxAge,
    @DefaultValue Map<Currency, @Positive BigDecimal> fixed) {

  public RatesProperties {
    fixed = Map.copyOf(fixed);
  }
}
