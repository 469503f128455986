package market.caravan.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import market.caravan.order.ShipOrder;
import org.springframework.stereotype.Component;

/** What a merchant wants done with an order, as it comes over the API. */
@Component("orderCommands")
class OrderCommands {

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
}
