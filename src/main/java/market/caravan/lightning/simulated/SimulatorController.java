package market.caravan.lightning.simulated;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;
import java.util.Optional;
import market.caravan.CaravanException;
import market.caravan.Hex;
import market.caravan.PermanentException;
import market.caravan.lightning.Bolt11;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.PaymentHash;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
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
  private final SimulatedBackend backend;
  private final CustomersWallet wallet;

  SimulatorController(SimulatedNode node, SimulatedBackend backend, CustomersWallet wallet) {
    this.node = node;
    this.backend = backend;
    this.wallet = wallet;
  }

  /** Pays an invoice of a simulated node, whichever wallet's it is. */
  @PostMapping("/pay")
  Receipt pay(@RequestBody PayRequest request) {
    if (request.invoice() == null) {
      throw new PermanentException("malformed-request", PayRequest.FORM);
    }
    Bolt11 invoice = SimulatedNode.read(request.invoice());
    SimulatedNode payee =
        backend.nodes().values().stream()
            .filter(each -> each.isPaidBy(invoice))
            .findFirst()
            .orElse(node);
    return Receipt.of(payee.pay(request.invoice()));
  }

  /** Makes an invoice of the customer's own, to be refunded to. */
  @PostMapping("/invoice")
  CustomersInvoice invoice(@RequestBody InvoiceForm form) {
    Long amount = form.amountMsat();
    if (amount == null || amount < 1 || amount > InvoiceForm.MOST_MSAT) {
      throw new PermanentException("malformed-request", InvoiceForm.FORM);
    }
    Invoice invoice = wallet.invoice(new Msat(amount));
    return new CustomersInvoice(
        Objects.requireNonNull(invoice.bolt11()), invoice.paymentHash().hex());
  }

  /** What the simulated node has paid to an invoice of the customer's own. */
  @GetMapping("/payments/{hash}")
  Received received(@PathVariable String hash) {
    return Optional.of(hash)
        .filter(text -> Hex.is(text, 32))
        .flatMap(text -> wallet.received(new PaymentHash(text)))
        .map(amount -> new Received(hash, amount.value()))
        .orElseThrow(
            () ->
                new PermanentException(
                    "unknown-invoice", "Nothing was paid to an invoice of this payment hash"));
  }

  /** Takes the simulated node down, or up again. */
  @PostMapping("/node")
  NodeSwitch node(@RequestBody NodeSwitch wanted) {
    SimulatedNode switched = wanted.wallet() == null ? node : backend.nodes().get(wanted.wallet());
    if (switched == null) {
      throw new PermanentException("unknown-wallet", "There is no simulated node of this wallet");
    }
    switched.setUp(wanted.up());
    return new NodeSwitch(switched.isUp(), wanted.wallet());
  }

  @ExceptionHandler
  ResponseEntity<Problem> refused(CaravanException refusal) {
    return ResponseEntity.status(status(refusal)).body(new Problem(refusal.getMessage()));
  }

  @ExceptionHandler
  ResponseEntity<Problem> unreadable(HttpMessageNotReadableException unreadable) {
    return ResponseEntity.badRequest().body(new Problem("This is no JSON that we understand"));
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

  /** What the customer's invoice is to be of. */
  record InvoiceForm(@JsonProperty("amount_msat") @Nullable Long amountMsat) {
    /** One bitcoin. */
    static final long MOST_MSAT = 100_000_000_000L;

    static final String FORM = "Send {\"amount_msat\":..}, from 1 to " + MOST_MSAT;
  }

  /** The customer's invoice. */
  record CustomersInvoice(
      @JsonProperty("payment_request") String paymentRequest,
      @JsonProperty("payment_hash") String paymentHash) {}

  /** What has arrived at the customer's. */
  record Received(
      @JsonProperty("payment_hash") String paymentHash,
      @JsonProperty("amount_msat") long amountMsat) {}

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

  /**
   * Whether the node can be reached.
   *
   * @param wallet absent for the default one
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record NodeSwitch(boolean up, @Nullable String wallet) {}

  /** Why not, and what to do. */
  record Problem(@Nullable String detail) {}
}
