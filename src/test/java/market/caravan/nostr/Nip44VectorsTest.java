package market.caravan.nostr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import market.caravan.Hex;
import market.caravan.PermanentException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The specification's vectors, where they lie beside the project. */
class Nip44VectorsTest {

  private static final Path VECTORS = Path.of("../shared/vectors/nip44.json");

  private JsonNode valid;
  private JsonNode invalid;

  @BeforeEach
  void read() throws IOException {
    assumeTrue(
        Files.exists(VECTORS), "The vectors of NIP-44 are not at " + VECTORS.toAbsolutePath());
    JsonNode vectors = new ObjectMapper().readTree(VECTORS.toFile()).path("v2");
    valid = vectors.path("valid");
    invalid = vectors.path("invalid");
  }

  @Test
  void findsConversationKeys() {
    for (JsonNode vector : some(valid.path("get_conversation_key"))) {
      byte[] key =
          Nip44.conversationKey(
              KeyPair.of(bytes(vector, "sec1")), new Pubkey(vector.path("pub2").textValue()));
      assertThat(key).isEqualTo(bytes(vector, "conversation_key"));
    }
  }

  @Test
  void refusesBadKeys() {
    for (JsonNode vector : some(invalid.path("get_conversation_key"))) {
      assertThatExceptionOfType(PermanentException.class)
          .as(vector.path("note").textValue())
          .isThrownBy(
              () ->
                  Nip44.conversationKey(
                      KeyPair.of(bytes(vector, "sec1")),
                      new Pubkey(vector.path("pub2").textValue())));
    }
  }

  @Test
  void derivesMessageKeys() {
    JsonNode vectors = valid.path("get_message_keys");
    for (JsonNode vector : some(vectors.path("keys"))) {
      Nip44Keys keys = Nip44Keys.of(bytes(vectors, "conversation_key"), bytes(vector, "nonce"));
      assertThat(keys.chaChaKey()).isEqualTo(bytes(vector, "chacha_key"));
      assertThat(keys.chaChaNonce()).isEqualTo(bytes(vector, "chacha_nonce"));
      assertThat(keys.macKey()).isEqualTo(bytes(vector, "hmac_key"));
    }
  }

  @Test
  void padsToTheLengthsOfTheRule() {
    for (JsonNode vector : some(valid.path("calc_padded_len"))) {
      assertThat(Nip44Padding.paddedLength(vector.path(0).intValue()))
          .isEqualTo(vector.path(1).intValue());
    }
  }

  @Test
  void encryptsAndDecrypts() {
    for (JsonNode vector : some(valid.path("encrypt_decrypt"))) {
      byte[] key = bytes(vector, "conversation_key");
      String text = vector.path("plaintext").textValue();
      String payload = vector.path("payload").textValue();
      assertThat(Nip44.encrypt(key, bytes(vector, "nonce"), text)).isEqualTo(payload);
      assertThat(Nip44.decrypt(key, payload)).isEqualTo(text);
    }
  }

  @Test
  void encryptsAndDecryptsLongTexts() throws NoSuchAlgorithmException {
    for (JsonNode vector : some(valid.path("encrypt_decrypt_long_msg"))) {
      byte[] key = bytes(vector, "conversation_key");
      String text = vector.path("pattern").textValue().repeat(vector.path("repeat").intValue());
      String payload = Nip44.encrypt(key, bytes(vector, "nonce"), text);
      assertThat(sha256(payload)).isEqualTo(bytes(vector, "payload_sha256"));
      assertThat(Nip44.decrypt(key, payload)).isEqualTo(text);
    }
  }

  @Test
  void decryptsNothingElse() {
    for (JsonNode vector : some(invalid.path("decrypt"))) {
      assertThatExceptionOfType(PermanentException.class)
          .as(vector.path("note").textValue())
          .isThrownBy(
              () ->
                  Nip44.decrypt(
                      bytes(vector, "conversation_key"), vector.path("payload").textValue()))
          .returns("undecryptable", PermanentException::code);
    }
  }

  private static JsonNode some(JsonNode vectors) {
    assertThat(vectors).isNotEmpty();
    return vectors;
  }

  private static byte[] bytes(JsonNode vector, String field) {
    return Hex.bytes(vector.path(field).textValue());
  }

  private static byte[] sha256(String text) throws NoSuchAlgorithmException {
    return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
  }
}
