package market.caravan.lightning.address;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import market.caravan.money.Msat;

/**
 * What a Lightning address's host offers (LUD-06, step 3).
 *
 * @param callback where the invoice is to be had
 * @param least the smallest amount that it takes
 * @param most the largest one
 * @param metadata what the invoice is for, in the host's own words
 */
record PayRequest(URI callback, Msat least, Msat most, String metadata) {

  private static final int LONGEST_CALLBACK = 2_048;

  static PayRequest of(JsonNode json) {
    if (!json.path("tag").asText().equals("payRequest")) {
      throw Refusals.lie("it is for something other than paying");
    }
    if (!json.path("metadata").isTextual()) {
      throw Refusals.lie("it has no metadata");
    }
    return new PayRequest(
        callback(json.path("callback")),
        amount(json.path("minSendable")),
        amount(json.path("maxSendable")),
        json.path("metadata").textValue());
  }

  private static URI callback(JsonNode json) {
    try {
      String text = json.asText();
      if (json.isTextual() && text.length() <= LONGEST_CALLBACK) {
        return new URI(text);
      }
    } catch (URISyntaxException e) {
      // as one that is too long
    }
    throw Refusals.lie("its callback is no address");
  }

  private static Msat amount(JsonNode json) {
    if (!json.isIntegralNumber() || !json.canConvertToLong() || json.longValue() < 1) {
      throw Refusals.lie("it has no limits to the amount");
    }
    return new Msat(json.longValue());
  }

  void requireAmount(Msat amount) {
    if (amount.compareTo(least) < 0 || amount.compareTo(most) > 0) {
      throw Refusals.refusal("the amount is not within its limits");
    }
  }

  /** Where an invoice of this amount is to be had: {@code <callback><?|&>amount=} (step 4). */
  URI callback(Msat amount) {
    String text = callback.toString();
    char joint = callback.getRawQuery() == null ? '?' : '&';
    return URI.create(text + joint + "amount=" + amount.value());
  }

  /** What an invoice's description hash must be, as 64 hex digits. */
  String metadataHash() {
    try {
      byte[] bytes = metadata.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
