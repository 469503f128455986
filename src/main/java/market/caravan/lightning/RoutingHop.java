package market.caravan.lightning;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * One channel on the way to a node without a public one (BOLT 11, field {@code r}).
 *
 * @param nodeId where the channel begins, as 66 hex digits
 * @param feeBaseMsat an unsigned 32-bit number, as the next one
 */
public record RoutingHop(
    String nodeId,
    long shortChannelId,
    long feeBaseMsat,
    long feeProportionalMillionths,
    int cltvExpiryDelta) {

  private static final int PUBLIC_KEY_LENGTH = 33;
  private static final int LENGTH = PUBLIC_KEY_LENGTH + 8 + 4 + 4 + 2;

  static List<RoutingHop> parse(byte[] bytes) {
    if (bytes.length == 0 || bytes.length % LENGTH != 0) {
      throw Malformed.because("a route in it is incomplete");
    }
    var buffer = ByteBuffer.wrap(bytes);
    var hops = new ArrayList<RoutingHop>();
    while (buffer.hasRemaining()) {
      hops.add(next(buffer));
    }
    return List.copyOf(hops);
  }

  private static RoutingHop next(ByteBuffer buffer) {
    byte[] publicKey = new byte[PUBLIC_KEY_LENGTH];
    buffer.get(publicKey);
    return new RoutingHop(
        HexFormat.of().formatHex(publicKey),
        buffer.getLong(),
        Integer.toUnsignedLong(buffer.getInt()),
        Integer.toUnsignedLong(buffer.getInt()),
        Short.toUnsignedInt(buffer.getShort()));
  }

  static byte[] format(List<RoutingHop> hops) {
    var buffer = ByteBuffer.allocate(hops.size() * LENGTH);
    for (RoutingHop hop : hops) {
      buffer
          .put(HexFormat.of().parseHex(hop.nodeId))
          .putLong(hop.shortChannelId)
          .putInt((int) hop.feeBaseMsat)
          .putInt((int) hop.feeProportionalMillionths)
          .putShort((short) hop.cltvExpiryDelta);
    }
    return buffer.array();
  }
}
