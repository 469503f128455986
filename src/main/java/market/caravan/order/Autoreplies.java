package market.caravan.order;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import market.caravan.catalog.Catalog;
import market.caravan.catalog.Goods;
import market.caravan.catalog.Product;
import org.springframework.stereotype.Component;

/** What products tell whoever has paid for them: said once only of each, by its once-key. */
@Component
class Autoreplies {

  private final OrderHistory history;
  private final Catalog catalog;

  Autoreplies(OrderHistory history, Catalog catalog) {
    this.history = history;
    this.catalog = catalog;
  }

  /** The news of payments, each with what the order's products tell. */
  List<OrderNews> with(List<OrderNews> news) {
    Map<String, Goods> goods =
        goods(news.stream().map(OrderNews::order).filter(Autoreplies::isToDeliver).toList());
    return delivered(
        news.stream()
            .flatMap(
                each ->
                    isToDeliver(each.order())
                        ? Stream.concat(Stream.of(each), replies(each.order(), goods))
                        : Stream.of(each))
            .toList());
  }

  /** What the products of a paid order tell, unless they have told it already. */
  List<OrderNews> lateFor(Order order) {
    return history.isDelivered(order.seq())
        ? List.of()
        : delivered(replies(order, goods(List.of(order))).toList());
  }

  /** What is in doubt may not be what was ordered: nothing of it goes out. */
  private static boolean isToDeliver(Order order) {
    return order.status() == OrderStatus.PAID && order.doubts().isEmpty();
  }

  private Map<String, Goods> goods(List<Order> sold) {
    Map<String, Set<String>> ids = new HashMap<>();
    sold.forEach(
        order ->
            ids.computeIfAbsent(order.merchantId(), id -> new HashSet<>()).addAll(products(order)));
    return catalog.products(ids);
  }

  private static List<String> products(Order order) {
    return order.receipt().products().stream().map(Receipt.Line::id).distinct().toList();
  }

  private static Stream<OrderNews> replies(Order order, Map<String, Goods> goods) {
    Goods sold = goods.get(order.merchantId());
    return sold == null
        ? Stream.empty()
        : products(order).stream()
            .flatMap(id -> sold.product(id).stream())
            .flatMap(product -> reply(order, product));
  }

  private static Stream<OrderNews> reply(Order order, Product product) {
    return product.autoreply().stream()
        .map(text -> new OrderNews.Autoreply(order, product.id(), text));
  }

  private List<OrderNews> delivered(List<OrderNews> news) {
    history.delivered(
        news.stream()
            .filter(OrderNews.Autoreply.class::isInstance)
            .map(autoreply -> autoreply.order().seq())
            .distinct()
            .toList());
    return news;
  }
}
