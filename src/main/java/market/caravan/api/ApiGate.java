package market.caravan.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import market.caravan.TransientException;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What every request to the API passes before anything else sees it: closed unless its key opens
 * it, whichever route it is for, and no longer than {@code caravan.api.max-body}. A key of the kind
 * {@link KeyKind#INVOICE} opens what reads only.
 */
final class ApiGate extends OncePerRequestFilter {

  /** Read without a key, by api.md: they tell nothing of a merchant. */
  private static final Set<String> OPEN =
      Set.of("/nostrmarket/api/v1/currencies", "/nostrclient/api/v1/relays");

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  private final ApiKeys keys;
  private final CallLimits limits;
  private final ApiProperties properties;
  private final Problems problems;
  private final ProblemWriter writer;
  private final BooleanSupplier routesAreUp;
  private final Predicate<HttpServletRequest> methodIsMissing;

  /**
   * @param routesAreUp false while Caravan starts or stops: the server would say that nothing is
   *     there
   * @param methodIsMissing whether nothing is behind the gate that a key could open
   */
  ApiGate(
      ApiKeys keys,
      CallLimits limits,
      ApiProperties properties,
      Problems problems,
      ProblemWriter writer,
      BooleanSupplier routesAreUp,
      Predicate<HttpServletRequest> methodIsMissing) {
    this.keys = keys;
    this.limits = limits;
    this.properties = properties;
    this.problems = problems;
    this.writer = writer;
    this.routesAreUp = routesAreUp;
    this.methodIsMissing = methodIsMissing;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getServletPath().startsWith(LiveUpdatesHandler.PATH); // asks for its own key
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest admitted;
    try {
      admitted = admit(request);
    } catch (RuntimeException e) {
      writer.write(problems.answer(e), response);
      return;
    }
    chain.doFilter(admitted, response);
  }

  private HttpServletRequest admit(HttpServletRequest request) throws IOException {
    if (!isOpen(request)) {
      request.setAttribute(ApiRequests.CALLER, caller(request));
    }
    if (!routesAreUp.getAsBoolean()) {
      throw new TransientException("not-up", "Caravan is starting or stopping, please try again");
    }
    requireReadableAccept(request);
    return BoundedBody.read(request, properties.maxBody());
  }

  /** Or Spring would answer some with 500. */
  private static void requireReadableAccept(HttpServletRequest request) {
    for (String accept : Collections.list(request.getHeaders("Accept"))) {
      if (MediaTypes.read(accept).isEmpty()) {
        throw new Refused(406, "not-acceptable", "Accept application/json");
      }
    }
  }

  /** Compares the path as it was written too, so that no spelling of another path is open. */
  private static boolean isOpen(HttpServletRequest request) {
    String path = request.getServletPath();
    return isOpen(request.getMethod(), path) && path.equals(request.getRequestURI());
  }

  /** Whether this needs no key. */
  static boolean isOpen(String method, String path) {
    return READING.contains(method) && OPEN.contains(path);
  }

  private Caller caller(HttpServletRequest request) {
    String key = key(request);
    if (key == null) {
      throw new Refused(401, "key-missing", "An API key is needed: header X-Api-Key");
    }
    Caller caller =
        limits
            .find(key, request.getRemoteAddr(), keys::find)
            .orElseThrow(() -> new Refused(401, "key-unknown", "This API key is not known"));
    boolean may =
        caller.may(READING.contains(request.getMethod()) ? KeyKind.INVOICE : KeyKind.ADMIN);
    if (!may && !methodIsMissing.test(request)) {
      throw new Refused(403, "key-of-wrong-kind", "This needs the admin key");
    }
    return caller;
  }

  private static @Nullable String key(HttpServletRequest request) {
    String key = request.getHeader("X-Api-Key");
    if (StringUtils.hasText(key)) {
      return key.strip();
    }
    String authorization = request.getHeader("Authorization");
    if (authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return authorization.substring(7).strip();
    }
    return null;
  }
}
