package market.caravan.nostr;

import java.nio.ByteBuffer;
import java.util.Optional;
import market.caravan.PermanentException;

/**
 * Hides a text's length (NIP-44): the length, the text, zeros up to one of few lengths. From 65536
 * bytes on the length takes six bytes: two zeros and four of the number.
 */
final class Nip44Padding {

  private static final int MAX_TEXT = 1024 * 1024;
  private static final int EXTENDED_FROM = 65_536;
  private static final int MIN_LENGTH = 32;

  private Nip44Padding() {}

  /**
   * Pads a text.
   *
   * @throws PermanentException {@code unencryptable} if it is empty or too long
   */
  static byte[] pad(byte[] text) {
    if (text.length == 0 || text.length > MAX_TEXT) {
      throw new PermanentException(
          "unencryptable", "Only texts of 1 to %d bytes can be encrypted".formatted(MAX_TEXT));
    }
    ByteBuffer padded = ByteBuffer.allocate(prefix(text.length) + paddedLength(text.length));
    if (text.length < EXTENDED_FROM) {
      padded.putShort((short) text.length);
    } else {
      padded.putShort((short) 0).putInt(text.length);
    }
    return padded.put(text).array();
  }

  /** The text in it; empty if it is not padded by the rule. */
  static Optional<ByteBuffer> unpad(byte[] padded) {
    ByteBuffer rest = ByteBuffer.wrap(padded);
    int length = Short.toUnsignedInt(rest.getShort());
    if (length == 0) {
      length = rest.getInt();
      if (length < EXTENDED_FROM) {
        return Optional.empty();
      }
    }
    boolean exact = length <= MAX_TEXT && padded.length == prefix(length) + paddedLength(length);
    return exact ? Optional.of(rest.slice(rest.position(), length)) : Optional.empty();
  }

  /** To 32 bytes, then to eighths of the next power of two, but at least in steps of 32. */
  static int paddedLength(int length) {
    if (length <= MIN_LENGTH) {
      return MIN_LENGTH;
    }
    int nextPower = Integer.highestOneBit(length - 1) << 1;
    int step = Math.max(MIN_LENGTH, nextPower / 8);
    return step * ((length - 1) / step + 1);
  }

  private static int prefix(int length) {
    return length < EXTENDED_FROM ? Short.BYTES : Short.BYTES + Integer.BYTES;
  }
}
