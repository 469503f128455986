package market.caravan.nostr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import market.caravan.Hex;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** BIP-340's vectors, where they lie beside the project; ids, which are signed, have 32 bytes. */
class Bip340VectorsTest {

  private static final Path VECTORS = Path.of("../shared/vectors/bip340.csv");

  /** With which vector 0 begins since BIP-340 chose the point with an even Y, in 2020. */
  private static final String ADOPTED = "e907831f80848d1069a5371b40241036";

  private List<Vector> vectors = List.of();

  @BeforeEach
  void read() throws IOException {
    assumeTrue(
        Files.exists(VECTORS), "The vectors of BIP-340 are not at " + VECTORS.toAbsolutePath());
    vectors =
        Files.readAllLines(VECTORS).stream()
            .skip(1)
            .map(Vector::parse)
            .filter(vector -> vector.message().length() == 64)
            .toList();
    assertThat(vectors).isNotEmpty();
  }

  @Test
  void findsPublicKeys() {
    for (Vector vector : vectors) {
      if (!vector.secret().isEmpty()) {
        assertThat(Hex.of(Secp256k1Native.xOnlyPublicKey(Hex.bytes(vector.secret()))))
            .isEqualTo(vector.publicKey());
      }
    }
  }

  @Test
  void refusesWhatIsNotSigned() {
    for (Vector vector : vectors) {
      if (!vector.genuine()) {
        assertThat(vector.isVerified()).as(vector.comment()).isFalse();
      }
    }
  }

  @Test
  void verifiesWhatIsSigned() {
    needsTheAdoptedVersion();
    for (Vector vector : vectors) {
      assertThat(vector.isVerified()).as(vector.comment()).isEqualTo(vector.genuine());
    }
  }

  @Test
  void signsTheSame() {
    needsTheAdoptedVersion();
    for (Vector vector : vectors) {
      if (!vector.secret().isEmpty()) {
        byte[] signature =
            Secp256k1Native.sign(
                Hex.bytes(vector.message()),
                Hex.bytes(vector.secret()),
                Hex.bytes(vector.randomness()));
        assertThat(Hex.of(signature)).isEqualTo(vector.signature());
      }
    }
  }

  private void needsTheAdoptedVersion() {
    assumeTrue(
        vectors.getFirst().signature().startsWith(ADOPTED),
        "These vectors are of a draft of BIP-340, whose signatures no Nostr client takes: "
            + VECTORS.toAbsolutePath());
  }

  private record Vector(
      String secret,
      String publicKey,
      String randomness,
      String message,
      String signature,
      boolean genuine,
      String comment) {

    static Vector parse(String line) {
      List<String> cells = List.of(line.toLowerCase(Locale.ROOT).split(",", 8));
      return new Vector(
          cells.get(1),
          cells.get(2),
          cells.get(3),
          cells.get(4),
          cells.get(5),
          Boolean.parseBoolean(cells.get(6)),
          cells.get(7));
    }

    boolean isVerified() {
      return Secp256k1Native.verify(
          Hex.bytes(signature), Hex.bytes(message), new Pubkey(publicKey));
    }
  }
}
