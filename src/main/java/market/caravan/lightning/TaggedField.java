package market.caravan.lightning;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A field of an invoice: what it is, and its words. */
final class TaggedField {

  static final int PAYMENT_HASH = 1;
  static final int ROUTE = 3;
  static final int FEATURES = 5;
  static final int EXPIRY = 6;
  static final int FALLBACK = 9;
  static final int DESCRIPTION = 13;
  static final int PAYMENT_SECRET = 16;
  static final int PAYEE = 19;
  static final int DESCRIPTION_HASH = 23;
  static final int MIN_FINAL_CLTV_EXPIRY_DELTA = 24;
  static final int METADATA = 27;

  private static final int HEADER_WORDS = 3;
  private static final int MAX_WORDS = 1_023;

  private final int type;
  private final byte[] words;

  TaggedField(int type, byte[] words) {
    if (words.length > MAX_WORDS) {
      throw new IllegalArgumentException("A field is at most 639 bytes");
    }
    this.type = type;
    this.words = words;
  }

  int type() {
    return type;
  }

  byte[] words() {
    return words;
  }

  static List<TaggedField> parse(byte[] words) {
    var fields = new ArrayList<TaggedField>();
    int at = 0;
    while (at < words.length) {
      if (at + HEADER_WORDS > words.length) {
        throw Malformed.because("its last field is incomplete");
      }
      int from = at + HEADER_WORDS;
      int to = from + ((words[at + 1] << 5) | words[at + 2]);
      if (to > words.length) {
        throw Malformed.because("its last field is incomplete");
      }
      fields.add(new TaggedField(words[at], Arrays.copyOfRange(words, from, to)));
      at = to;
    }
    return fields;
  }

  void writeTo(ByteArrayOutputStream out) {
    out.write(type);
    out.writeBytes(Words.ofLong(words.length, 2));
    out.writeBytes(words);
  }
}
