package market.caravan.lightning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import market.caravan.PermanentException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of BOLT 11, where they lie beside the project. */
class Bolt11VectorsTest {

  private static final Path VECTORS = Path.of("../shared/vectors/bolt11.json");
  private static final String PAYEE =
      "03e7156ae33b0a208d0744199163177e909e80176e55d97a2f221ede0f934dd9ad";

  /**
   * This example turned S over and left the recovery id as it was, so that what is recovered is not
   * the key that it was made with. BOLT 11 names no payee for it.
   */
  private static final String HIGH_S = "jczkspk5qprc90gx";

  private static final String HIGH_S_PAYEE =
      "02d0139ce7427d6dfffd26a326c18be754ef1e64672b42694ba5b23ef6e6e7803d";

  @BeforeEach
  void needsTheVectors() {
    assumeTrue(
        Files.exists(VECTORS), "The vectors of BOLT 11 are not at " + VECTORS.toAbsolutePath());
  }

  static Stream<String> valid() throws IOException {
    return invoices("valid");
  }

  static Stream<String> invalid() throws IOException {
    return invoices("invalid");
  }

  private static Stream<String> invoices(String kind) throws IOException {
    if (!Files.exists(VECTORS)) {
      return Stream.of("not there");
    }
    JsonNode examples = new ObjectMapper().readTree(VECTORS.toFile()).get(kind);
    return StreamSupport.stream(examples.spliterator(), false)
        .map(example -> example.get("invoice").asText());
  }

  @ParameterizedTest
  @MethodSource("valid")
  void readsAValidInvoiceAndItsPayee(String invoice) {
    assertThat(Bolt11.decode(invoice).payee())
        .isEqualTo(invoice.endsWith(HIGH_S) ? HIGH_S_PAYEE : PAYEE);
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void refusesAnInvalidInvoice(String invoice) {
    assertThatThrownBy(() -> Bolt11.decode(invoice)).isInstanceOf(PermanentException.class);
  }
}
