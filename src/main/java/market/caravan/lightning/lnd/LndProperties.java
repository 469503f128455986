package market.caravan.lightning.lnd;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import market.caravan.lightning.Network;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * An LND node, where {@code caravan.lightning.backend} is {@code lnd}.
 *
 * @param host where its gRPC listens, by a name or address that its certificate has
 * @param tlsCertificate of the node, as a file or as the PEM text itself; absent where its
 *     certificate is from an authority that Java knows
 * @param macaroon as a file, in hexadecimal, or sealed; {@code invoice.macaroon} allows all that is
 *     needed
 * @param network that its invoices must be of
 * @param nodeId the public key that its invoices must be signed by, 66 hex digits; absent for any
 * @param privateChannels whether invoices tell of channels that are not announced, which a node
 *     needs that has no others
 * @param deadline how long one call may take
 * @param keepAlive how often an idle connection is tried; LND asks for 5 seconds at the least
 * @param payOutMacaroon as {@code macaroon}, and another one, for it may spend; absent where
 *     nothing is to be paid out
 */
@Validated
@ConditionalOnProperty(name = "caravan.lightning.backend", havingValue = "lnd")
@ConfigurationProperties("caravan.lightning.lnd")
record LndProperties(
    @NotBlank(message = "say where LND is") String host,
    @Positive @Max(65_535) @DefaultValue("10009") int port,
    @Nullable String tlsCertificate,
    @NotBlank(message = "LND answers nobody without a macaroon: name the file of one")
        String macaroon,
    @DefaultValue("bitcoin") Network network,
    @Pattern(regexp = "0[23][0-9a-f]{64}", message = "a node's id has 66 hex digits")
        @Nullable String nodeId,
    @DefaultValue("false") boolean privateChannels,
    @DurationMin(millis = 1) @DefaultValue("10s") Duration deadline,
    @DurationMin(seconds = 5) @DefaultValue("30s") Duration keepAlive,
    @Nullable String payOutMacaroon) {

  /** Without the macaroons, which are as good as keys. */
  @Override
  public String toString() {
    return "LndProperties[" + host + ":" + port + "]";
  }
}
