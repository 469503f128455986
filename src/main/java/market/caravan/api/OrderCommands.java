package market.caravan.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import market.caravan.money.Msat;
import market.caravan.order.CancelOrder;
import market.caravan.order.ConfirmOrder;
import market.caravan.order.OrderKey;
import market.caravan.order.RefundOrder;
import market.caravan.order.ReissueInvoice;
import market.caravan.order.ShipOrder;
import org.springframework.stereotype.Component;

/** What a merchant wants done with an order, as it comes over the API. */
@Component("orderCommands")
class OrderCommands {

  /** All there will ever be. */
  private static final long MOST_SAT = 2_100_000_000_000_000L;

  private final ObjectMapper json;

  OrderCommands(ObjectMapper json) {
    this.json = json;
  }

  /** PATCH /order/{id}: {@code {id, message, shipped}}. */
  public ShipOrder ship(ApiRequest request) {
    String merchant = request.merchant();
    JsonBody body = JsonBody.read(request, json);
    String id = body.requiredText("id");
    String message = body.text("message");
    boolean shipped = body.requiredFlag("shipped");
    body.check();
    if (!id.equals(request.variable("id"))) {
      throw Refused.malformed(
          List.of(
              new Problem.Field(
                  List.of("body", "id"), "is not the order that the path names", "value_error")));
    }
    return new ShipOrder(merchant, id, request.pubkey("pubkey"), shipped, message);
  }

  /** PUT /order/reissue: {@code {id, shipping_id?}}. */
  public ReissueInvoice reissue(ApiRequest request) {
    String merchant = request.merchant();
    JsonBody body = JsonBody.read(request, json);
    String id = body.requiredText("id");
    String zone = body.text("shipping_id");
    body.check();
    return new ReissueInvoice(merchant, id, request.pubkey("pubkey"), zone);
  }

  /** PUT /orders/{id}/cancellation: {@code {message?}}, or nothing. */
  public CancelOrder cancel(ApiRequest request) {
    JsonBody body = JsonBody.readOptional(request, json);
    String message = body.text("message");
    body.check();
    return new CancelOrder(
        request.merchant(), request.variable("id"), request.pubkey("pubkey"), message);
  }

  /** PUT /orders/{id}/confirmation: no body. */
  public ConfirmOrder confirm(ApiRequest request) {
    return new ConfirmOrder(request.merchant(), request.variable("id"), request.pubkey("pubkey"));
  }

  /** PUT /orders/{id}/refunds/{name}: {@code {amount_sat, message?}} or {@code {all, message?}}. */
  public RefundOrder refund(ApiRequest request) {
    JsonBody body = JsonBody.read(request, json);
    boolean all = body.flag("all");
    Long sat = body.wholeNumber("amount_sat", 1, MOST_SAT);
    String message = body.text("message");
    String name = request.variable("name");
    if (all == (sat != null)) {
      body.problem("amount_sat", "how much goes back, or else \"all\": true", "value_error");
    }
    if (!OrderKey.isId(name)) {
      body.problem("name", "1 to 128 letters, digits and . _ : -, in the path", "value_error");
    }
    body.check();
    return new RefundOrder(
        request.merchant(),
        request.variable("id"),
        request.pubkey("pubkey"),
        name,
        sat == null ? null : Msat.ofSat(sat),
        message);
  }
}
