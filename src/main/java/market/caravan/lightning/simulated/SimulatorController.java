package market.caravan.lightning.simulated;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import market.caravan.CaravanException;
import market.caravan.PermanentException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The customer's wallet, and the switch of the simulated node, for trying out and for tests. */
@RestController
@RequestMapping("/simulator")
@ConditionalOnSimulatedNode
class SimulatorController {

  private final SimulatedNode node;

  SimulatorController(SimulatedNode node) {
    this.node = node;
  }

  /** Pays an invoice of the simulated node. */
  @PostMapping("/pay")
  Receipt pay(@RequestBody PayRequest request) {
    if (request.invoice() == null) {
      throw new PermanentException("malformed-request", PayRequest.FORM);
    }
    return Receipt.of(node.pay(request.invoice()));
  }

  /** Takes the simulated node down, or up again. */
  @PostMapping("/node")
  NodeSwitch node(@RequestBody NodeSwitch wanted) {
    node.setUp(wanted.up());
    return new NodeSwitch(node.isUp());
  }

  @ExceptionHandler
  ResponseEntity<Problem> refused(CaravanException refusal) {
    return ResponseEntity.status(status(refusal)).body(new Problem(refusal.getMessage()));
  }

  @ExceptionHandler
  ResponseEntity<Problem> unreadable(HttpMessageNotReadableException unreadable) {
    return ResponseEntity.badRequest()
        .body(new Problem("This is no JSON that we understand. " + PayRequest.FORM));
  }

  private static HttpStatus status(CaravanException refusal) {
    return switch (refusal.code()) {
      case "unknown-invoice" -> HttpStatus.NOT_FOUND;
      case "invoice-paid" -> HttpStatus.CONFLICT;
      case "invoice-closed" -> HttpStatus.GONE;
      case "node-away" -> HttpStatus.SERVICE_UNAVAILABLE;
      default -> HttpStatus.BAD_REQUEST;
    };
  }

  /** What the wallet is to pay. */
  record PayRequest(@Nullable String invoice) {
    static final String FORM = "Send {\"invoice\":\"lnbcrt..\"}";
  }

  /** What the wallet shows for it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Receipt(
      @JsonProperty("payment_hash") String paymentHash, @Nullable String preimage, String state) {

    static Receipt of(Payment payment) {
      var preimage = payment.preimage();
      return new Receipt(
          payment.paymentHash().hex(),
          preimage == null ? null : preimage.hex(),
          payment.state().name());
    }
  }

  /** Whether the node can be reached. */
  record NodeSwitch(boolean up) {}

  /** Why not, and what to do. */
  record Problem(@Nullable String detail) {}
}
