package market.caravan.nostr.relay;

import java.net.URI;
import java.util.Locale;
import market.caravan.PermanentException;

/** Addresses of relays, in one form, so that two spellings of one are one relay. */
final class RelayUrl {

  private RelayUrl() {}

  /**
   * Scheme and host in lower case, without the scheme's own port, a lone slash or a fragment.
   *
   * @throws PermanentException if it is no ws:// or wss:// address with a host, or names a user
   */
  static URI of(URI written) {
    String scheme = written.getScheme();
    String host = written.getHost();
    if (scheme == null || host == null || !scheme.toLowerCase(Locale.ROOT).matches("wss?")) {
      throw new PermanentException(
          "malformed-relay", "A relay's address begins with ws:// or wss:// and a host's name");
    }
    if (written.getRawUserInfo() != null) {
      throw new PermanentException(
          "malformed-relay", "A relay's address has no user name and no password in it");
    }
    StringBuilder url = new StringBuilder();
    url.append(scheme.toLowerCase(Locale.ROOT)).append("://").append(host.toLowerCase(Locale.ROOT));
    if (written.getPort() >= 0 && written.getPort() != ownPort(scheme)) {
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

  private static int ownPort(String scheme) {
    return scheme.equalsIgnoreCase("wss") ? 443 : 80;
  }

  /** The address without its query, which may hold a token: for logs, metrics and pages. */
  static URI shown(URI relay) {
    String url = relay.toString();
    int query = url.indexOf('?');
    return query < 0 ? relay : URI.create(url.substring(0, query));
  }
}
