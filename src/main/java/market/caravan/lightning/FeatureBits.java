package market.caravan.lightning;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** The field of features: bit 0 is the last one. An even bit must be understood (BOLT 9). */
final class FeatureBits {

  private static final int WORD_BITS = 5;

  /**
   * Variable onion, payment secret, multi-part, blinded route, attribution, metadata: what BOLT 9
   * has for invoices.
   */
  private static final Set<Integer> UNDERSTOOD = Set.of(8, 14, 16, 24, 36, 48);

  private FeatureBits() {}

  static Set<Integer> parse(byte[] words) {
    var features = new TreeSet<Integer>();
    int highest = words.length * WORD_BITS - 1;
    for (int bit = 0; bit <= highest; bit++) {
      int word = words[(highest - bit) / WORD_BITS];
      if (((word >>> (bit % WORD_BITS)) & 1) == 1) {
        features.add(requireUnderstood(bit));
      }
    }
    return features;
  }

  private static int requireUnderstood(int bit) {
    if (bit % 2 == 0 && !UNDERSTOOD.contains(bit)) {
      throw Malformed.because("it requires feature " + bit + ", which we don't know");
    }
    return bit;
  }

  static byte[] format(Set<Integer> features) {
    byte[] words = new byte[Collections.max(features) / WORD_BITS + 1];
    for (int bit : features) {
      words[words.length - 1 - bit / WORD_BITS] |= (byte) (1 << (bit % WORD_BITS));
    }
    return words;
  }
}
