package market.caravan.catalog;

import java.util.List;
import java.util.Optional;

/** What of a merchant's catalogue an order speaks of: the products, and the stalls of those. */
public record Goods(List<Product> products, List<Stall> stalls) {

  public static final Goods NONE = new Goods(List.of(), List.of());

  public Goods {
    products = List.copyOf(products);
    stalls = List.copyOf(stalls);
  }

  /** Empty where the merchant has no such product, or it was not read. */
  public Optional<Product> product(String id) {
    return products.stream().filter(product -> product.id().equals(id)).findFirst();
  }

  /** Empty where the merchant has no such stall, or it was not read. */
  public Optional<Stall> stall(String id) {
    return stalls.stream().filter(stall -> stall.id().equals(id)).findFirst();
  }
}
