package market.caravan.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller is told, where the plain body with status 200 does not say it all.
 *
 * @param body what is written as JSON
 */
record Answer(int status, Map<String, String> headers, @Nullable Object body) {

  Answer {
    headers = Map.copyOf(headers);
  }

  static Answer of(int status, @Nullable Object body) {
    return new Answer(status, Map.of(), body);
  }
}
