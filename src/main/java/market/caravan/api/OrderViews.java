package market.caravan.api;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import market.caravan.nostr.Pubkey;
import market.caravan.order.OrderCommand;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Orders as their merchant reads them. */
@Component("orderViews")
class OrderViews {

  private final OrderReads orders;
  private final OrderProducts products;
  private final ApiProperties properties;

  OrderViews(OrderReads orders, OrderProducts products, ApiProperties properties) {
    this.orders = orders;
    this.products = products;
    this.properties = properties;
  }

  /** GET /order, newest first. */
  public Answer list(ApiRequest request) {
    return list(request, request.text("stall").orElse(null));
  }

  /** GET /stall/order/{stallId}, newest first. */
  public Answer listOfStall(ApiRequest request) {
    return list(request, request.variable("stallId"));
  }

  /** The order as it stands after a command. */
  public OrderView after(OrderCommand command) {
    return one(command.merchantId(), command.orderId(), command.customer());
  }

  /** GET /order/{id}; 409 where several customers chose that id and {@code pubkey} is missing. */
  public OrderView one(ApiRequest request) {
    return one(request.merchant(), request.variable("id"), request.pubkey("pubkey"));
  }

  /** A customer's order; empty where there is none such. */
  Optional<OrderView> find(String merchantId, String id, Pubkey customer) {
    return views(merchantId, orders.find(merchantId, id, customer)).stream().findFirst();
  }

  private OrderView one(String merchantId, String id, @Nullable Pubkey customer) {
    List<OrderReads.Row> found = orders.find(merchantId, id, customer);
    if (found.size() > 1) {
      throw ambiguous(found);
    }
    return views(merchantId, found).stream()
        .findFirst()
        .orElseThrow(() -> Refused.notFound("order"));
  }

  private static Refused ambiguous(List<OrderReads.Row> found) {
    String customers =
        found.stream().map(row -> row.view().publicKey()).collect(Collectors.joining(", "));
    return Refused.ambiguousOrder(customers);
  }

  private Answer list(ApiRequest request, @Nullable String stall) {
    String merchant = request.merchant();
    int limit = request.limit(properties.maxRows());
    var filter =
        new OrderReads.Filter(
            request.flag("paid"),
            request.flag("shipped"),
            request.pubkey("pubkey"),
            stall,
            request.before(),
            limit + 1);
    return Pages.of(
        request,
        orders.list(merchant, filter),
        limit,
        row -> String.valueOf(row.seq()),
        rows -> views(merchant, rows));
  }

  private List<OrderView> views(String merchantId, List<OrderReads.Row> rows) {
    return products.complete(merchantId, rows.stream().map(OrderReads.Row::view).toList());
  }
}
