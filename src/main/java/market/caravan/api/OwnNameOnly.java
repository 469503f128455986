package market.caravan.api;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/**
 * Lets in whoever calls this machine by a name of its own. A page of somebody else's, whose name
 * was made to point here, gives that name as its origin and as the host alike.
 */
final class OwnNameOnly implements HandshakeInterceptor {

  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  @Override
  public boolean beforeHandshake(
      ServerHttpRequest request,
      ServerHttpResponse response,
      WebSocketHandler handler,
      Map<String, Object> attributes) {
    boolean ours = NAMES.contains(request.getURI().getHost());
    if (!ours) {
      response.setStatusCode(HttpStatus.FORBIDDEN);
    }
    return ours;
  }

  @Override
  public void afterHandshake(
      ServerHttpRequest request,
      ServerHttpResponse response,
      WebSocketHandler handler,
      @Nullable Exception exception) {}
}
