package market.caravan.lightning.lnd;

import io.grpc.CallCredentials;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import market.caravan.CaravanException;
import market.caravan.PermanentException;
import market.caravan.TransientException;
import market.caravan.lightning.InvoiceRefusedException;
import market.caravan.vault.Vault;
import org.jspecify.annotations.Nullable;
import org.lightningj.lnd.invoices.proto.InvoicesGrpc;
import org.lightningj.lnd.proto.LightningGrpc;
import org.lightningj.lnd.router.proto.RouterGrpc;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to one LND: made anew whenever it is lost, by gRPC itself. Every call but a stream
 * has a deadline.
 */
final class LndConnection implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LndConnection.class);

  /** A page of 500 invoices with all that was paid to them. */
  private static final int MOST_BYTES = 32 << 20;

  private final ManagedChannel channel;
  private final CallCredentials macaroon;
  private final Duration deadline;
  private final Refused refused;

  private LndConnection(
      LndProperties properties, String where, Macaroon macaroon, Refused refused) {
    this.macaroon = macaroon;
    this.refused = refused;
    deadline = properties.deadline();
    channel =
        Grpc.newChannelBuilderForAddress(
                properties.host(), properties.port(), tls(properties.tlsCertificate(), where))
            .keepAliveTime(properties.keepAlive().toMillis(), TimeUnit.MILLISECONDS)
            .keepAliveTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
            .maxInboundMessageSize(MOST_BYTES)
            .build();
  }

  /**
   * What a macaroon that LND refuses fails with.
   *
   * @param see what to look at
   */
  private record Refused(String code, String see) {}

  /**
   * For taking payments.
   *
   * @param where the properties are, to be named where they are wrong
   */
  static LndConnection taking(LndProperties properties, String where, Vault vault) {
    String property = where + ".macaroon";
    return new LndConnection(
        properties,
        where,
        Macaroon.of(properties.macaroon(), property, vault),
        new Refused("macaroon-refused", property + ": invoice.macaroon is enough"));
  }

  /** For paying out, with the macaroon for it. */
  static LndConnection paying(
      LndProperties properties, String macaroon, String where, Vault vault) {
    String property = where + ".pay-out-macaroon";
    return new LndConnection(
        properties,
        where,
        Macaroon.of(macaroon, property, vault),
        new Refused(
            "pay-out-macaroon-refused", property + ": docs/payments.md says what it must allow"));
  }

  /** What a call is to fail with: the node is away, or for its operator to mend. */
  TransientException away(Throwable failure) {
    return LndErrors.away(failure, refused.code(), refused.see());
  }

  /** What a call about a payment is to fail with: other errors than these are no absence. */
  TransientException unclear(StatusRuntimeException failure) {
    TransientException away = away(failure);
    return switch (failure.getStatus().getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED -> away;
      default ->
          away.code().equals(refused.code())
              ? away
              : new TransientException(
                  "pay-out-unclear",
                  "LND does not say how a payment stands: " + failure.getStatus().getCode(),
                  failure);
    };
  }

  /** What making an invoice is to fail with. */
  CaravanException refusal(StatusRuntimeException failure) {
    if (!LndErrors.saysRefused(failure)) {
      return away(failure);
    }
    LOG.warn("LND refuses to make an invoice: {}", failure.getStatus());
    return new InvoiceRefusedException("invoice-refused", "LND makes no invoice of this order");
  }

  private static ChannelCredentials tls(@Nullable String certificate, String where) {
    if (certificate == null || certificate.isBlank()) {
      return TlsChannelCredentials.create();
    }
    try (InputStream pem = pem(certificate)) {
      return TlsChannelCredentials.newBuilder().trustManager(pem).build();
    } catch (IOException | IllegalArgumentException e) {
      throw new PermanentException(
          "no-tls-certificate",
          where + ".tls-certificate is neither a PEM text nor a file with one",
          e);
    }
  }

  private static InputStream pem(String certificate) throws IOException {
    return certificate.contains("-----BEGIN CERTIFICATE-----")
        ? new ByteArrayInputStream(certificate.getBytes(StandardCharsets.UTF_8))
        : Files.newInputStream(Path.of(certificate));
  }

  /** Doesn't wait until gRPC thinks it is time to connect again. */
  void tryNow() {
    channel.resetConnectBackoff();
  }

  LightningGrpc.LightningBlockingStub lightning() {
    return LightningGrpc.newBlockingStub(channel)
        .withCallCredentials(macaroon)
        .withDeadlineAfter(deadline);
  }

  InvoicesGrpc.InvoicesBlockingStub invoices() {
    return InvoicesGrpc.newBlockingStub(channel)
        .withCallCredentials(macaroon)
        .withDeadlineAfter(deadline);
  }

  /** Its calls are streams, which end by the deadline. */
  RouterGrpc.RouterBlockingStub router() {
    return RouterGrpc.newBlockingStub(channel)
        .withCallCredentials(macaroon)
        .withDeadlineAfter(deadline);
  }

  /** For many calls at the same time. */
  LightningGrpc.LightningFutureStub manyAtOnce() {
    return LightningGrpc.newFutureStub(channel)
        .withCallCredentials(macaroon)
        .withDeadlineAfter(deadline);
  }

  /** For streams, which have no deadline. */
  LightningGrpc.LightningStub streams() {
    return LightningGrpc.newStub(channel).withCallCredentials(macaroon);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
