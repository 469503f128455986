package market.caravan.lightning.simulated;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How orders get paid.
 *
 * @param backend the node behind the default wallet; {@code simulated} needs none and takes no
 *     money
 * @param simulated the simulated node
 */
@ConfigurationProperties("caravan.lightning")
@Validated
record LightningProperties(
    @DefaultValue("simulated") String backend, @DefaultValue @Valid Simulated simulated) {

  /**
   * The simulated node.
   *
   * @param sweepInterval how often it looks for invoices that have expired
   * @param sweepSize how many expired invoices it takes at a time
   * @param newsQueue how many changes it keeps for a listener that is slow; the oldest are dropped
   * @param minFinalCltvExpiryDelta what its invoices ask of the last hop, in blocks
   */
  record Simulated(
      @DurationMin(millis = 1) @DefaultValue("1s") Duration sweepInterval,
      @DefaultValue("500") @Positive int sweepSize,
      @DefaultValue("10000") @Positive int newsQueue,
      @DefaultValue("80") @Positive int minFinalCltvExpiryDelta) {}
}
