package market.caravan.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Lists that may be longer than one answer. nostrmarket's front end knows no pages: it gets as many
 * rows as {@code caravan.api.max-rows} allows, and the header {@code Link} with {@code rel="next"}
 * leads whoever wants more to the rows after the last (RFC 8288).
 */
final class Pages {

  private Pages() {}

  /**
   * A page of at most {@code limit} rows.
   *
   * @param rows one more than {@code limit} where there are more to come
   * @param place where the next page begins, as the parameter {@code before} takes it
   * @param body of the rows that are on this page
   */
  static <T> Answer of(
      ApiRequest request,
      List<T> rows,
      int limit,
      Function<T, String> place,
      Function<List<T>, Object> body) {
    if (rows.size() <= limit) {
      return Answer.of(200, body.apply(rows));
    }
    List<T> page = rows.subList(0, limit);
    String next = place.apply(page.getLast());
    return new Answer(200, Map.of("Link", link(request, next)), body.apply(page));
  }

  private static String link(ApiRequest request, String before) {
    Map<String, String> query = new TreeMap<>(request.query());
    query.put("before", before);
    String parameters =
        query.entrySet().stream()
            .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
    return "<" + request.path() + "?" + parameters + ">; rel=\"next\"";
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
