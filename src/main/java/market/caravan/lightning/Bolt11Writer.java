package market.caravan.lightning;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes and signs a payment request, its fields in the order of BOLT 11's own examples. */
final class Bolt11Writer {

  private static final int TIMESTAMP_WORDS = 7;

  private final ByteArrayOutputStream words = new ByteArrayOutputStream();

  private Bolt11Writer() {}

  static Bech32 write(Bolt11 invoice, NodeKey key) {
    String humanReadablePart = invoice.network().prefix() + Bolt11Amount.format(invoice.amount());
    var writer = new Bolt11Writer();
    writer.writeFields(invoice);
    byte[] sha256 = sha256(humanReadablePart, writer.words.toByteArray());
    writer.words.writeBytes(Words.ofBytes(key.sign(sha256).bytes()));
    return new Bech32(humanReadablePart, writer.words.toByteArray());
  }

  private void writeFields(Bolt11 invoice) {
    words.writeBytes(Words.ofLong(invoice.timestamp().getEpochSecond(), TIMESTAMP_WORDS));
    hex(TaggedField.PAYMENT_SECRET, invoice.paymentSecret());
    hex(TaggedField.PAYMENT_HASH, invoice.paymentHash().hex());
    if (invoice.description() != null) {
      byte[] description = invoice.description().getBytes(StandardCharsets.UTF_8);
      field(TaggedField.DESCRIPTION, Words.ofBytes(description));
    }
    hex(TaggedField.DESCRIPTION_HASH, invoice.descriptionHash());
    if (!invoice.expiry().equals(Bolt11.DEFAULT_EXPIRY)) {
      field(TaggedField.EXPIRY, Words.ofLong(invoice.expiry().toSeconds()));
    }
    if (invoice.minFinalCltvExpiryDelta() != Bolt11.DEFAULT_MIN_FINAL_CLTV_EXPIRY_DELTA) {
      byte[] blocks = Words.ofLong(invoice.minFinalCltvExpiryDelta());
      field(TaggedField.MIN_FINAL_CLTV_EXPIRY_DELTA, blocks);
    }
    invoice.fallbacks().forEach(this::fallback);
    invoice.routes().forEach(this::route);
    hex(TaggedField.METADATA, invoice.metadata());
    if (!invoice.features().isEmpty()) {
      field(TaggedField.FEATURES, FeatureBits.format(invoice.features()));
    }
  }

  private void fallback(FallbackAddress address) {
    var field = new ByteArrayOutputStream();
    field.write(address.version());
    field.writeBytes(Words.ofBytes(HexFormat.of().parseHex(address.program())));
    field(TaggedField.FALLBACK, field.toByteArray());
  }

  private void route(List<RoutingHop> hops) {
    field(TaggedField.ROUTE, Words.ofBytes(RoutingHop.format(hops)));
  }

  private void hex(int type, @Nullable String hex) {
    if (hex != null) {
      field(type, Words.ofBytes(HexFormat.of().parseHex(hex)));
    }
  }

  private void field(int type, byte[] content) {
    new TaggedField(type, content).writeTo(words);
  }

  /** What BOLT 11 signs: the human-readable part and the words before the signature. */
  static byte[] sha256(String humanReadablePart, byte[] words) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(humanReadablePart.getBytes(StandardCharsets.UTF_8));
      return digest.digest(Words.toPaddedBytes(words));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
