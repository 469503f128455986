package market.caravan.api;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What orders have gone through, for their merchant to read. */
@Component("orderLives")
class OrderLives {

  private final OrderLifeReads orders;

  OrderLives(OrderLifeReads orders) {
    this.orders = orders;
  }

  /** GET /orders/{id}; 409 where several customers chose that id and {@code pubkey} is missing. */
  public OrderLifeView one(ApiRequest request) {
    List<OrderLifeView> found =
        orders.find(request.merchant(), request.variable("id"), request.pubkey("pubkey"));
    return switch (found.size()) {
      case 0 -> throw Refused.notFound("order");
      case 1 -> found.getFirst();
      default ->
          throw Refused.ambiguousOrder(
              found.stream().map(OrderLifeView::publicKey).collect(Collectors.joining(", ")));
    };
  }
}
