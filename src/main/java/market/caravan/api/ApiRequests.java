package market.caravan.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.springboot.PlatformHttpMessage;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerMapping;

/** The first step of every API route: what came over HTTP becomes an {@link ApiRequest}. */
@Component("apiRequests")
class ApiRequests {

  /** Where {@link ApiGate} leaves the {@link Caller}. */
  static final String CALLER = Caller.class.getName();

  private static final Pattern TAG = Pattern.compile("\"([^\"]*)\"");

  /** Makes the request the body, and drops every header that came from outside. */
  public void read(Exchange exchange) {
    Message message = exchange.getMessage();
    HttpServletRequest http = ((PlatformHttpMessage) message).getRequest();
    String body = message.getBody(String.class);
    var request =
        new ApiRequest(
            (Caller) http.getAttribute(CALLER),
            http.getMethod(),
            http.getRequestURI(),
            variables(http),
            query(http),
            tags(http),
            Objects.requireNonNullElse(body, ""));
    message.removeHeaders("*");
    message.setBody(request);
  }

  private static Map<String, String> variables(HttpServletRequest http) {
    Map<String, String> variables = new HashMap<>();
    if (http.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
        instanceof Map<?, ?> map) {
      map.forEach((name, value) -> variables.put(name.toString(), value.toString()));
    }
    return variables;
  }

  /** RFC 9110: a list of quoted tags, or {@code *} for whatever is there. */
  private static List<String> tags(HttpServletRequest http) {
    List<String> tags = new ArrayList<>();
    for (String header : Collections.list(http.getHeaders("If-Match"))) {
      List<String> found = TAG.matcher(header).results().map(tag -> tag.group(1)).toList();
      if (found.isEmpty() && !header.strip().equals("*")) {
        throw Refused.malformed(
            List.of(
                new Problem.Field(
                    List.of("header", "If-Match"), "names no quoted tag", "value_error")));
      }
      tags.addAll(found);
    }
    return tags;
  }

  private static Map<String, String> query(HttpServletRequest http) {
    Map<String, String> query = new HashMap<>();
    http.getParameterMap()
        .forEach(
            (name, values) -> {
              if (Arrays.stream(values).distinct().count() > 1) {
                throw Refused.malformed(
                    List.of(
                        new Problem.Field(
                            List.of("query", name), "says several things", "value_error")));
              }
              if (!values[0].isBlank()) {
                query.put(name, values[0].strip());
              }
            });
    return query;
  }
}
