package market.caravan.lightning;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads a payment request as BOLT 11 tells a reader to: of a repeated field the first counts, and
 * what has a type, length or version that we don't know is skipped.
 */
final class Bolt11Reader {

  private static final int TIMESTAMP_WORDS = 7;
  private static final int SIGNATURE_WORDS = 104;
  private static final int HASH_WORDS = 52;
  private static final int PUBLIC_KEY_WORDS = 53;

  /** 35 bits, as a timestamp has: more than anybody waits. */
  private static final int MAX_NUMBER_WORDS = 7;

  private final List<TaggedField> fields;

  private Bolt11Reader(List<TaggedField> fields) {
    this.fields = fields;
  }

  static Bolt11 read(Bech32 text) {
    byte[] words = text.words();
    if (words.length < TIMESTAMP_WORDS + SIGNATURE_WORDS) {
      throw Malformed.because("it is incomplete");
    }
    byte[] signed = Arrays.copyOf(words, words.length - SIGNATURE_WORDS);
    byte[] signature = Arrays.copyOfRange(words, signed.length, words.length);
    byte[] tagged = Arrays.copyOfRange(signed, TIMESTAMP_WORDS, signed.length);
    var timestamp = Instant.ofEpochSecond(Words.toLong(Arrays.copyOf(signed, TIMESTAMP_WORDS)));
    var reader = new Bolt11Reader(TaggedField.parse(tagged));
    String payee =
        reader.payee(
            RecoverableSignature.of(Words.toBytes(signature)),
            Bolt11Writer.sha256(text.humanReadablePart(), signed));
    return reader.invoice(text.humanReadablePart(), timestamp, payee);
  }

  private Bolt11 invoice(String humanReadablePart, Instant timestamp, String payee) {
    Network network =
        Network.of(humanReadablePart)
            .orElseThrow(() -> Malformed.because("it is of a network that we don't know"));
    var description = first(TaggedField.DESCRIPTION).map(Bolt11Reader::text);
    var descriptionHash = hex(TaggedField.DESCRIPTION_HASH, HASH_WORDS);
    if (description.isPresent() == descriptionHash.isPresent()) {
      throw Malformed.because("it needs either a description or the hash of one");
    }
    return new Bolt11(
        network,
        Bolt11Amount.parse(humanReadablePart.substring(network.prefix().length())),
        timestamp,
        payee,
        new PaymentHash(required(TaggedField.PAYMENT_HASH, "payment hash")),
        required(TaggedField.PAYMENT_SECRET, "payment secret"),
        description.orElse(null),
        descriptionHash.orElse(null),
        number(TaggedField.EXPIRY).map(Duration::ofSeconds).orElse(Bolt11.DEFAULT_EXPIRY),
        minFinalCltvExpiryDelta(),
        features(),
        all(TaggedField.FALLBACK).flatMap(Bolt11Reader::fallback).toList(),
        all(TaggedField.ROUTE).map(Words::toBytes).map(RoutingHop::parse).toList(),
        first(TaggedField.METADATA).map(Bolt11Reader::hex).orElse(null));
  }

  private String payee(RecoverableSignature signature, byte[] sha256) {
    Optional<String> named = hex(TaggedField.PAYEE, PUBLIC_KEY_WORDS);
    Optional<String> signer =
        named.isPresent()
            ? named.filter(nodeId -> signature.isOf(nodeId, sha256))
            : signature.signer(sha256);
    return signer.orElseThrow(() -> Malformed.because("its signature is not valid"));
  }

  private int minFinalCltvExpiryDelta() {
    long blocks =
        number(TaggedField.MIN_FINAL_CLTV_EXPIRY_DELTA)
            .orElse((long) Bolt11.DEFAULT_MIN_FINAL_CLTV_EXPIRY_DELTA);
    if (blocks > Integer.MAX_VALUE) {
      throw Malformed.because("its min_final_cltv_expiry_delta is out of range");
    }
    return (int) blocks;
  }

  private Set<Integer> features() {
    return first(TaggedField.FEATURES)
        .map(Bolt11Reader::requireMinimal)
        .map(FeatureBits::parse)
        .orElse(Set.of());
  }

  private Stream<byte[]> all(int type) {
    return fields.stream().filter(field -> field.type() == type).map(TaggedField::words);
  }

  private Optional<byte[]> first(int type) {
    return all(type).findFirst();
  }

  /** The first field of this type that has the length which the type prescribes. */
  private Optional<String> hex(int type, int length) {
    return all(type).filter(words -> words.length == length).findFirst().map(Bolt11Reader::hex);
  }

  private String required(int type, String name) {
    return hex(type, HASH_WORDS).orElseThrow(() -> Malformed.because("it has no " + name));
  }

  private Optional<Long> number(int type) {
    return first(type).map(Bolt11Reader::requireMinimal).map(Bolt11Reader::number);
  }

  private static long number(byte[] words) {
    if (words.length > MAX_NUMBER_WORDS) {
      throw Malformed.because("a number in it is out of range");
    }
    return Words.toLong(words);
  }

  private static byte[] requireMinimal(byte[] words) {
    if (words.length > 1 && words[0] == 0) {
      throw Malformed.because("a field of it begins with zeros");
    }
    return words;
  }

  private static Stream<FallbackAddress> fallback(byte[] words) {
    if (words.length == 0 || words[0] > FallbackAddress.LAST_KNOWN_VERSION) {
      return Stream.empty();
    }
    byte[] program = Arrays.copyOfRange(words, 1, words.length);
    return Stream.of(new FallbackAddress(words[0], hex(program)));
  }

  private static String hex(byte[] words) {
    return HexFormat.of().formatHex(Words.toBytes(words));
  }

  private static String text(byte[] words) {
    try {
      var bytes = ByteBuffer.wrap(Words.toBytes(words));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw Malformed.because("its description is not UTF-8");
    }
  }
}
