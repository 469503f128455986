package market.caravan.lightning.lnd;

import io.grpc.CallCredentials;
import io.grpc.Metadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.Executor;
import market.caravan.PermanentException;

/** What LND lets a caller do, sent along with every call. */
final class Macaroon extends CallCredentials {

  private static final Metadata.Key<String> HEADER =
      Metadata.Key.of("macaroon", Metadata.ASCII_STRING_MARSHALLER);

  private final String hex;

  private Macaroon(String hex) {
    this.hex = hex;
  }

  /**
   * @param value hexadecimal, or the file that LND wrote
   * @param property which has it, to be named where it is neither
   * @throws PermanentException if it is neither
   */
  static Macaroon of(String value, String property) {
    String text = value.strip();
    if (text.matches("([0-9a-fA-F]{2}){16,}")) {
      return new Macaroon(text);
    }
    try {
      return new Macaroon(HexFormat.of().formatHex(Files.readAllBytes(Path.of(text))));
    } catch (IOException | IllegalArgumentException e) {
      // Without the cause, which names what may be a mistyped macaroon.
      throw new PermanentException(
          "no-macaroon",
          property
              + " is neither hexadecimal nor a file that can be read: "
              + e.getClass().getSimpleName());
    }
  }

  @Override
  public void applyRequestMetadata(RequestInfo call, Executor executor, MetadataApplier applier) {
    var headers = new Metadata();
    headers.put(HEADER, hex);
    applier.apply(headers);
  }
}
