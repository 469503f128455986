package market.caravan.api;

import java.util.List;
import market.caravan.PermanentException;
import org.springframework.util.StringUtils;

/** A request that the API itself refuses, with the status that says why. */
final class Refused extends PermanentException {

  private final int status;
  private final transient Problem problem;

  Refused(int status, String code, String message) {
    this(status, code, message, Problem.of(message));
  }

  private Refused(int status, String code, String message, Problem problem) {
    super(code, message);
    this.status = status;
    this.problem = problem;
  }

  /** Of a request whose body or query can't be read; names every part that is wrong. */
  static Refused malformed(List<Problem.Field> fields) {
    String message = "The request is malformed at " + fields.getFirst().loc();
    return new Refused(400, "malformed-request", message, new Problem(List.copyOf(fields)));
  }

  /** Of what the caller's merchant does not have; what another merchant has is no different. */
  static Refused notFound(String what) {
    return new Refused(404, "unknown-" + what, StringUtils.capitalize(what) + " does not exist");
  }

  /** Of an order's id that several customers chose. */
  static Refused ambiguousOrder(String customers) {
    return new Refused(
        409,
        "order-id-ambiguous",
        "Several customers have this order id, say ?pubkey=: " + customers);
  }

  int status() {
    return status;
  }

  Problem problem() {
    return problem;
  }
}
