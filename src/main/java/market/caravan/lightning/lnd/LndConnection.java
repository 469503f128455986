package market.caravan.lightning.lnd;

import io.grpc.CallCredentials;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import market.caravan.PermanentException;
import market.caravan.vault.Vault;
import org.jspecify.annotations.Nullable;
import org.lightningj.lnd.invoices.proto.InvoicesGrpc;
import org.lightningj.lnd.proto.LightningGrpc;
import org.lightningj.lnd.router.proto.RouterGrpc;

/**
 * The connection to one LND: made anew whenever it is lost, by gRPC itself. Every call but a stream
 * has a deadline.
 */
final class LndConnection implements AutoCloseable {

  /** A page of 500 invoices with all that was paid to them. */
  private static final int MOST_BYTES = 32 << 20;

  private final ManagedChannel channel;
  private final CallCredentials macaroon;
  private final Duration deadline;

  LndConnection(LndProperties properties, Vault vault) {
    this(properties, Macaroon.of(properties.macaroon(), "caravan.lightning.lnd.macaroon", vault));
  }

  LndConnection(LndProperties properties, Macaroon macaroon) {
    this.macaroon = macaroon;
    deadline = properties.deadline();
    channel =
        Grpc.newChannelBuilderForAddress(
                properties.host(), properties.port(), tls(properties.tlsCertificate()))
            .keepAliveTime(properties.keepAlive().toMillis(), TimeUnit.MILLISECONDS)
            .keepAliveTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
            .maxInboundMessageSize(MOST_BYTES)
            .build();
  }

  private static ChannelCredentials tls(@Nullable String certificate) {
    if (certificate == null || certificate.isBlank()) {
      return TlsChannelCredentials.create();
    }
    try (InputStream pem = pem(certificate)) {
      return TlsChannelCredentials.newBuilder().trustManager(pem).build();
    } catch (IOException | IllegalArgumentException e) {
      throw new PermanentException(
          "no-tls-certificate",
          "caravan.lightning.lnd.tls-certificate is neither a PEM text nor a file with one",
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
