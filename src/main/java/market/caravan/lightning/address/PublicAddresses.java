package market.caravan.lightning.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which IP addresses are everybody's: none of a machine's own, of a private network or of any other
 * special purpose (IANA's registries of special-purpose addresses).
 */
final class PublicAddresses {

  private static final List<Block> NOT_IN_IPV4 =
      blocks(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/3");

  /** All that is given out of IPv6; what has an IPv4 address inside is none of it. */
  private static final Block IPV6 = Block.of("2000::/3");

  private static final List<Block> NOT_IN_IPV6 =
      blocks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

  private static final byte[] IPV4_MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

  private PublicAddresses() {}

  static boolean contain(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 16 && Arrays.equals(Arrays.copyOf(bytes, 12), IPV4_MAPPED)) {
      bytes = Arrays.copyOfRange(bytes, 12, 16);
    }
    return bytes.length == 4
        ? !isInAny(NOT_IN_IPV4, bytes)
        : IPV6.contains(bytes) && !isInAny(NOT_IN_IPV6, bytes);
  }

  private static boolean isInAny(List<Block> blocks, byte[] address) {
    return blocks.stream().anyMatch(block -> block.contains(address));
  }

  private static List<Block> blocks(String... blocks) {
    return Stream.of(blocks).map(Block::of).toList();
  }

  /** The addresses whose first bits are these. */
  private static final class Block {

    private final byte[] first;
    private final int bits;

    private Block(byte[] first, int bits) {
      this.first = first;
      this.bits = bits;
    }

    static Block of(String text) {
      String[] parts = text.split("/", -1);
      try {
        return new Block(InetAddress.getByName(parts[0]).getAddress(), Integer.parseInt(parts[1]));
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException(e);
      }
    }

    boolean contains(byte[] address) {
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((address[bit / 8] & mask) != (first[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
