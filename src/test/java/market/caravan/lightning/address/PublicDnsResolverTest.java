package market.caravan.lightning.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.stream.Stream;
import market.caravan.lightning.address.PublicDnsResolver.NotPublicException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicDnsResolverTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.255.255.255",
        "10.0.0.0",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.255",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "192.168.255.255",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::10.0.0.1",
        "::8.8.8.8",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "64:ff9b::10.0.0.1",
        "100::1",
        "2001::1",
        "2001:10::1",
        "2001:db8::1",
        "2002:0a00:0001::1",
        "3fff::1",
        "4000::1",
        "fc00::1",
        "fd00::1",
        "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "fe80::1",
        "fe80::1%1",
        "fec0::1",
        "ff02::1",
      })
  void refusesWhatIsNotPublic(String address) {
    assertThatThrownBy(() -> resolve(address)).isInstanceOf(NotPublicException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "2130706433", "127.1", "[::1]"})
  void refusesAMachinesOwnNames(String name) {
    var resolver = new PublicDnsResolver(SystemDefaultDnsResolver.INSTANCE);
    assertThatThrownBy(() -> resolver.resolve(name)).isInstanceOf(UnknownHostException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2001:200::1",
        "2606:4700::1111",
        "2a00:1450:4001::1",
        "3ffe:ffff::1",
      })
  void resolvesWhatIsPublic(String address) throws UnknownHostException {
    assertThat(resolve(address)).containsExactly(InetAddress.getByName(address));
  }

  /** As an address of IPv6, which Java makes of such bytes where it is told to. */
  @Test
  void looksIntoAnIpv4AddressThatIsMapped() throws UnknownHostException {
    assertThat(PublicAddresses.contain(mapped("0a000001"))).isFalse();
    assertThat(PublicAddresses.contain(mapped("08080808"))).isTrue();
  }

  private static InetAddress mapped(String ipv4) throws UnknownHostException {
    byte[] bytes = HexFormat.of().parseHex("00000000000000000000ffff" + ipv4);
    InetAddress address = Inet6Address.getByAddress(null, bytes, -1);
    assertThat(address.getAddress()).hasSize(16);
    return address;
  }

  @Test
  void refusesANameWithOnePrivateAddressAmongOthers() {
    assertThatThrownBy(() -> resolve("8.8.8.8", "10.0.0.1")).isInstanceOf(NotPublicException.class);
    assertThatThrownBy(() -> resolve("fd00::1", "2606:4700::1111"))
        .isInstanceOf(NotPublicException.class);
    assertThatThrownBy(PublicDnsResolverTest::resolve).isInstanceOf(UnknownHostException.class);
  }

  private static InetAddress[] resolve(String... addresses) throws UnknownHostException {
    return new PublicDnsResolver(fixed(addresses)).resolve("wallet.example");
  }

  static DnsResolver fixed(String... addresses) {
    return new DnsResolver() {
      @Override
      public InetAddress[] resolve(String host) {
        return Stream.of(addresses).map(this::address).toArray(InetAddress[]::new);
      }

      private InetAddress address(String literal) {
        try {
          return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
          throw new IllegalArgumentException(e);
        }
      }

      @Override
      public String resolveCanonicalHostname(String host) {
        return host;
      }
    };
  }
}
