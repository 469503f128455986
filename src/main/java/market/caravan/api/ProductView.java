package market.caravan.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.util.List;
import market.caravan.catalog.Product;
import market.caravan.catalog.ShippingCost;
import org.jspecify.annotations.Nullable;

/**
 * {@code Product} of api.md.
 *
 * @param price of one piece, in the currency of {@code config}
 * @param quantity pieces in the merchant's hands, reserved ones included
 * @param version ours: what an editor sends back
 */
@JsonNaming(SnakeCaseStrategy.class)
record ProductView(
    String id,
    String stallId,
    String name,
    List<String> categories,
    List<String> images,
    BigDecimal price,
    @Nullable Long quantity,
    boolean active,
    boolean pending,
    Config config,
    String version,
    @Nullable String eventId,
    @Nullable Long eventCreatedAt) {

  /** What is not part of the product's row in nostrmarket. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Config(
      String description,
      @Nullable String currency,
      boolean useAutoreply,
      @Nullable String autoreplyMessage,
      List<Shipping> shipping) {}

  /** What one piece costs to ship to a zone, on top of the zone's own cost. */
  record Shipping(String id, BigDecimal cost) {

    static Shipping of(ShippingCost cost) {
      return new Shipping(cost.zoneId(), cost.cost());
    }
  }

  /**
   * A product as its merchant sees it.
   *
   * @param currency of its price; null where that is not known
   * @param quantity as it is shown: a product without a limit is said to have one, or null
   */
  static ProductView of(Product product, @Nullable String currency, @Nullable Long quantity) {
    return new ProductView(
        product.id(),
        product.stallId(),
        product.name(),
        product.categories(),
        product.images(),
        product.price(),
        quantity,
        product.active(),
        product.publication().pending(),
        new Config(
            product.description(),
            currency,
            product.useAutoreply(),
            product.autoreplyMessage(),
            product.shipping().stream().map(Shipping::of).toList()),
        product.shownVersion(),
        product.publication().eventId(),
        UnixTime.of(product.publication().eventCreatedAt()));
  }
}
