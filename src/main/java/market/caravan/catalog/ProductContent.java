package market.caravan.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import market.caravan.money.Currency;
import org.jspecify.annotations.Nullable;

/**
 * The content of a product's event (NIP-15, kind 30018), as nostrmarket writes it.
 *
 * @param quantity what can still be sold; null is unlimited
 */
record ProductContent(
    String id,
    @JsonProperty("stall_id") String stallId,
    String name,
    String description,
    List<String> images,
    String currency,
    BigDecimal price,
    @Nullable Long quantity,
    boolean active,
    List<ShippingCost> shipping) {

  static ProductContent of(Product product, Currency currency, @Nullable Long quantity) {
    return new ProductContent(
        product.id(),
        product.stallId(),
        product.name(),
        product.description(),
        product.images(),
        currency.code(),
        CatalogJson.plain(product.price()),
        quantity,
        product.active(),
        product.shipping().stream().map(ProductContent::plain).toList());
  }

  static ShippingCost plain(ShippingCost cost) {
    return new ShippingCost(cost.zoneId(), CatalogJson.plain(cost.cost()));
  }
}
