package market.caravan.lightning.lnd;

import io.grpc.CallCredentials;
import io.grpc.Metadata;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HexFormat;
import java.util.concurrent.Executor;
import market.caravan.PermanentException;
import market.caravan.vault.SealedText;
import market.caravan.vault.Vault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What LND lets a caller do, sent along with every call. */
final class Macaroon extends CallCredentials {

  private static final Metadata.Key<String> HEADER =
      Metadata.Key.of("macaroon", Metadata.ASCII_STRING_MARSHALLER);

  private static final Logger LOG = LoggerFactory.getLogger(Macaroon.class);
  private static final String HEXADECIMAL = "([0-9a-fA-F]{2}){16,}";

  private final String hex;

  private Macaroon(String hex) {
    this.hex = hex;
  }

  /**
   * What to send of this.
   *
   * @param value hexadecimal, or the file that LND wrote, or either of them sealed by the vault
   * @param property which has it, to be named where it is none of these
   * @throws PermanentException if it is none of these, or was sealed under another master key
   */
  static Macaroon of(String value, String property, Vault vault) {
    String text = value.strip();
    if (SealedText.is(text)) {
      return ofBytes(SealedText.open(vault, text, property));
    }
    if (text.matches(HEXADECIMAL)) {
      return new Macaroon(text);
    }
    try {
      Path file = Path.of(text);
      warnIfOthersRead(file, property);
      return ofBytes(Files.readAllBytes(file));
    } catch (IOException | IllegalArgumentException e) {
      // Without the cause, which names what may be a mistyped macaroon.
      throw new PermanentException(
          "no-macaroon",
          property
              + " is neither hexadecimal nor a file that can be read: "
              + e.getClass().getSimpleName());
    }
  }

  /** Its own bytes, or the same in hexadecimal. */
  private static Macaroon ofBytes(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1).strip();
    return new Macaroon(text.matches(HEXADECIMAL) ? text : HexFormat.of().formatHex(bytes));
  }

  private static void warnIfOthersRead(Path file, String property) throws IOException {
    var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null
        && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ)) {
      LOG.warn(
          "{} names a file that everybody on this machine may read: chmod o-r, or seal it",
          property);
    }
  }

  @Override
  public void applyRequestMetadata(RequestInfo call, Executor executor, MetadataApplier applier) {
    var headers = new Metadata();
    headers.put(HEADER, hex);
    applier.apply(headers);
  }
}
