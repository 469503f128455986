package market.caravan.nostr.relay;

import java.net.URI;
import java.util.Locale;
import market.caravan.PermanentException;

/** Addresses of relays, in one form, so that two spellings of one are one relay. */
final class RelayUrl {

  private RelayUrl() {}

  /**
   * Scheme and host in lower case, without a lone slash and without a fragment.
   *
   * @throws PermanentException if it is no ws:// or wss:// address with a host
   */
  static URI of(URI written) {
    String scheme = written.getScheme();
    String host = written.getHost();
    if (scheme == null || host == null || !scheme.toLowerCase(Locale.ROOT).matches("wss?")) {
      throw new PermanentException(
          "malformed-relay", "A relay's address begins with ws:// or wss:// and a host's name");
    }
    StringBuilder url = new StringBuilder();
    url.append(scheme.toLowerCase(Locale.ROOT)).append("://").append(host.toLowerCase(Locale.ROOT));
    if (written.getPort() >= 0) {
      url.append(':').append(written.getPort());
    }
    String path = written.getRawPath();
    if (path != null && !path.equals("/")) {
      url.append(path);
    }
    if (written.getRawQuery() != null) {
      url.append('?').append(written.getRawQuery());
    }
    return URI.create(url.toString());
  }
}
