package market.caravan.lightning;

import java.io.ByteArrayOutputStream;

/** Bytes and numbers as words of 5 bits, big-endian, padded with zero bits at the end. */
final class Words {

  private static final int WORD_BITS = 5;

  private Words() {}

  static byte[] ofBytes(byte[] bytes) {
    return regroup(bytes, Byte.SIZE, WORD_BITS, true);
  }

  /** The whole bytes in the words; the bits left over are padding. */
  static byte[] toBytes(byte[] words) {
    return regroup(words, WORD_BITS, Byte.SIZE, false);
  }

  /** The bytes of the words, the last one filled up with zero bits: what BOLT 11 signs. */
  static byte[] toPaddedBytes(byte[] words) {
    return regroup(words, WORD_BITS, Byte.SIZE, true);
  }

  /** A number in exactly {@code length} words. */
  static byte[] ofLong(long number, int length) {
    byte[] words = new byte[length];
    for (int i = 0; i < length; i++) {
      words[i] = (byte) ((number >>> (WORD_BITS * (length - 1 - i))) & 31);
    }
    return words;
  }

  /** A number in as few words as it takes; zero takes one. */
  static byte[] ofLong(long number) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(number);
    return ofLong(number, Math.max(1, Math.ceilDiv(bits, WORD_BITS)));
  }

  /** The number in at most 12 words, which always fit. */
  static long toLong(byte[] words) {
    long number = 0;
    for (byte word : words) {
      number = (number << WORD_BITS) | word;
    }
    return number;
  }

  private static byte[] regroup(byte[] groups, int fromBits, int toBits, boolean pad) {
    var regrouped = new ByteArrayOutputStream(groups.length * fromBits / toBits + 1);
    int buffer = 0;
    int bits = 0;
    for (byte group : groups) {
      buffer = (buffer << fromBits) | (group & ((1 << fromBits) - 1));
      bits += fromBits;
      while (bits >= toBits) {
        bits -= toBits;
        regrouped.write((buffer >>> bits) & ((1 << toBits) - 1));
      }
    }
    if (pad && bits > 0) {
      regrouped.write((buffer << (toBits - bits)) & ((1 << toBits) - 1));
    }
    return regrouped.toByteArray();
  }
}
