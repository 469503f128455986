package market.caravan.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Why a request has not been done, in the shape that nostrmarket's front end reads.
 *
 * @param detail a text; for a malformed request a list of {@link Field}
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record Problem(Object detail) {

  static Problem of(String text) {
    return new Problem(text);
  }

  /**
   * One thing that is malformed.
   *
   * @param loc where it is: {@code body} or {@code query}, then the names on the way to it
   * @param type a stable name of what is wrong with it
   */
  record Field(List<String> loc, String msg, String type) {

    Field {
      loc = List.copyOf(loc);
    }
  }
}
