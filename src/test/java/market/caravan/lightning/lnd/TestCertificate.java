package market.caravan.lightning.lnd;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** A certificate made for one test by Java's own keytool, with its key. */
public record TestCertificate(String pem, String keyPem) {

  private static final String PASSWORD = "not-a-secret-but-six-letters";

  /** Of 127.0.0.1. */
  static TestCertificate make(Path directory) throws IOException, InterruptedException {
    return make(directory, "ip:127.0.0.1");
  }

  /**
   * Of whatever a test needs.
   *
   * @param of a subject alternative name, as keytool writes it
   */
  public static TestCertificate make(Path directory, String of)
      throws IOException, InterruptedException {
    Path store = Files.createTempFile(directory, "lnd", ".p12");
    Files.delete(store);
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "lnd",
                "-dname",
                "CN=lnd",
                "-ext",
                "san=" + of,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool failed: " + said);
    }
    return read(store);
  }

  private static TestCertificate read(Path path) throws IOException {
    try (InputStream file = Files.newInputStream(path)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(file, PASSWORD.toCharArray());
      return new TestCertificate(
          pem("CERTIFICATE", store.getCertificate("lnd").getEncoded()),
          pem("PRIVATE KEY", store.getKey("lnd", PASSWORD.toCharArray()).getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static String pem(String what, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(what, base64, what);
  }

  public InputStream certificate() {
    return new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
  }

  public InputStream key() {
    return new ByteArrayInputStream(keyPem.getBytes(StandardCharsets.UTF_8));
  }
}
