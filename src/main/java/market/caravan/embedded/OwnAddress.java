package market.caravan.embedded;

import java.net.InetAddress;
import java.net.URI;
import market.caravan.PermanentException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.util.StringUtils;

/** Where this very server is reached from this machine. */
final class OwnAddress {

  private OwnAddress() {}

  /** The address that all HTTP paths follow. */
  static URI http(ServerProperties server, int port) {
    return URI.create("http://" + host(server.getAddress()) + ":" + port);
  }

  /**
   * The embedded relay's.
   *
   * @throws PermanentException if the server speaks TLS or has a context path: it is for trying out
   */
  static URI relay(ServerProperties server, int port) {
    if (server.getSsl() != null && server.getSsl().isEnabled()) {
      throw unreachable("server.ssl");
    }
    if (StringUtils.hasText(server.getServlet().getContextPath())) {
      throw unreachable("server.servlet.context-path");
    }
    return URI.create("ws://" + host(server.getAddress()) + ":" + port + "/relay");
  }

  private static PermanentException unreachable(String property) {
    return new PermanentException(
        "embedded-relay-unreachable",
        "The embedded relay can't be reached with %s: remove that, or set caravan.relays"
            .formatted(property));
  }

  private static String host(@Nullable InetAddress address) {
    if (address == null || address.isAnyLocalAddress()) {
      return "127.0.0.1";
    }
    String host = address.getHostAddress();
    return host.contains(":") ? "[" + host.replaceFirst("%.*", "") + "]" : host;
  }
}
