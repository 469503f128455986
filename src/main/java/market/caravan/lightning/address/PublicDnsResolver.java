package market.caravan.lightning.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves a host once, and refuses it where any of its addresses is not {@linkplain
 * PublicAddresses public}. The client connects to what this returns and resolves nothing else, so
 * that a name which means something else a moment later gains nothing.
 */
final class PublicDnsResolver implements DnsResolver {

  private final DnsResolver dns;

  PublicDnsResolver(DnsResolver dns) {
    this.dns = dns;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = dns.resolve(host);
    if (addresses == null || addresses.length == 0) {
      throw new UnknownHostException("A host without an address");
    }
    if (!Stream.of(addresses).allMatch(PublicAddresses::contain)) {
      throw new NotPublicException();
    }
    return addresses;
  }

  @Override
  public String resolveCanonicalHostname(String host) throws UnknownHostException {
    throw new UnknownHostException("Nobody asks for it");
  }

  /** A host of a private network, or of this machine. */
  static final class NotPublicException extends UnknownHostException {

    private NotPublicException() {
      super("A host that is not public");
    }
  }
}
