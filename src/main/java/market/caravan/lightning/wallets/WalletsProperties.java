package market.caravan.lightning.wallets;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The wallets that stalls may name.
 *
 * @param wallets by name, besides the default one
 * @param breaker when a node that does not answer is left alone
 */
@Validated
@ConfigurationProperties("caravan.lightning")
record WalletsProperties(
    @DefaultValue Map<String, Wallet> wallets, @DefaultValue @Valid Breaker breaker) {

  /**
   * A wallet of its own.
   *
   * @param backend the kind of its node; the node's own properties are beside it
   */
  record Wallet(@Nullable String backend) {}

  /**
   * When a node that does not answer is left alone.
   *
   * @param failures so many calls without an answer are enough, where they are half of the latest
   * @param retryAfter how long it is left alone until it is tried again
   */
  record Breaker(
      @Positive @DefaultValue("5") int failures,
      @DurationMin(millis = 1) @DefaultValue("10s") Duration retryAfter) {}
}
