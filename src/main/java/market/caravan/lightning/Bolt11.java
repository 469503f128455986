package market.caravan.lightning;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import market.caravan.PermanentException;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;

/**
 * A payment request of BOLT 11, as it stands in an invoice's text.
 *
 * @param amount null where the payer is free to choose
 * @param timestamp when it was made, in whole seconds
 * @param payee the node that signs it: its public key as 66 hex digits
 * @param paymentSecret 64 hex digits
 * @param description what it is for; null where only {@code descriptionHash} stands for it
 * @param expiry how long after {@code timestamp} it may be paid
 * @param minFinalCltvExpiryDelta in blocks
 * @param features numbers of the feature bits (BOLT 9) that are set
 * @param routes each from a public node to the payee
 * @param metadata to be sent along with the payment, in hex
 */
public record Bolt11(
    Network network,
    @Nullable Msat amount,
    Instant timestamp,
    String payee,
    PaymentHash paymentHash,
    String paymentSecret,
    @Nullable String description,
    @Nullable String descriptionHash,
    Duration expiry,
    int minFinalCltvExpiryDelta,
    Set<Integer> features,
    List<FallbackAddress> fallbacks,
    List<List<RoutingHop>> routes,
    @Nullable String metadata) {

  /** The longest that a field can be: 1023 words of 5 bits. */
  public static final int MAX_DESCRIPTION_BYTES = 639;

  public static final Duration DEFAULT_EXPIRY = Duration.ofHours(1);
  public static final int DEFAULT_MIN_FINAL_CLTV_EXPIRY_DELTA = 18;

  public Bolt11 {
    if ((description == null) == (descriptionHash == null)) {
      throw new IllegalArgumentException("Either a description or the hash of one");
    }
    if (description != null
        && description.getBytes(StandardCharsets.UTF_8).length > MAX_DESCRIPTION_BYTES) {
      throw new IllegalArgumentException("A description is at most 639 bytes of UTF-8");
    }
    features = Set.copyOf(features);
    fallbacks = List.copyOf(fallbacks);
    routes = routes.stream().map(List::copyOf).toList();
  }

  /**
   * Reads an invoice, in lower or upper case, and checks its signature.
   *
   * @throws PermanentException if it is malformed, forged, or needs a feature that nobody knew when
   *     this was written
   */
  public static Bolt11 decode(String text) {
    return Bolt11Reader.read(Bech32.decode(text));
  }

  /** The invoice's text, signed by the payee's own key. */
  public String encode(NodeKey key) {
    if (!key.nodeId().equals(payee)) {
      throw new IllegalArgumentException("An invoice is signed by its payee");
    }
    return Bolt11Writer.write(this, key).encode();
  }

  /** The moment from which on it may not be paid. */
  public Instant expiresAt() {
    return timestamp.plus(expiry);
  }
}
