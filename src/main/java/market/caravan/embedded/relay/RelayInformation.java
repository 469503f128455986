package market.caravan.embedded.relay;

import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** Tells whoever asks over HTTP, where the socket is, what the relay is (NIP-11). */
final class RelayInformation {

  private static final MediaType NOSTR_JSON = MediaType.valueOf("application/nostr+json");

  private RelayInformation() {}

  static RouterFunction<ServerResponse> route(String path, EmbeddedRelayProperties limits) {
    Map<String, Object> document = document(limits);
    return RouterFunctions.route(
        RequestPredicates.GET(path).and(request -> !isUpgrade(request.headers().asHttpHeaders())),
        request ->
            ServerResponse.ok()
                .contentType(NOSTR_JSON)
                .header(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .header(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "*")
                .header(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "*")
                .body(document));
  }

  private static boolean isUpgrade(HttpHeaders headers) {
    return "websocket".equalsIgnoreCase(headers.getUpgrade());
  }

  private static Map<String, Object> document(EmbeddedRelayProperties limits) {
    return Map.of(
        "name",
        "Caravan's embedded relay",
        "description",
        "For trying out and for tests: it keeps whatever anybody sends",
        "supported_nips",
        List.of(1, 9, 11),
        "limitation",
        Map.of(
            "max_message_length", limits.maxMessageLength(),
            "max_subscriptions", limits.maxSubscriptions(),
            "max_filters", limits.maxFilters(),
            "max_limit", limits.maxLimit(),
            "default_limit", limits.maxLimit(),
            "auth_required", false,
            "payment_required", false));
  }
}
