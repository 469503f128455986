package market.caravan.catalog;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import market.caravan.money.Currency;
import market.caravan.money.Price;
import org.jspecify.annotations.Nullable;

/**
 * A product of a stall (NIP-15).
 *
 * @param id unique per merchant
 * @param price of one piece
 * @param currency of the price, if it was published elsewhere in another than the stall's; null is
 *     the stall's
 * @param quantity pieces in the merchant's hands, reserved ones included; null is unlimited
 * @param reserved pieces that open orders hold
 * @param active whether it is for sale
 * @param autoreplyMessage what a customer is told once it is paid; null where there is none
 * @param shipping extra costs of one piece; a zone that is not in it costs nothing extra
 * @param version rises with each edit, and not with the stock
 */
public record Product(
    String merchantId,
    String id,
    String stallId,
    String name,
    String description,
    List<String> categories,
    List<String> images,
    BigDecimal price,
    @Nullable Currency currency,
    @Nullable Long quantity,
    long reserved,
    boolean active,
    boolean useAutoreply,
    @Nullable String autoreplyMessage,
    List<ShippingCost> shipping,
    long version,
    Publication publication) {

  public Product {
    Price.requireSane(price);
    categories = List.copyOf(categories);
    images = List.copyOf(images);
    shipping = List.copyOf(shipping);
  }

  /** One that is new. */
  public Product(
      String merchantId,
      String id,
      String stallId,
      String name,
      String description,
      List<String> categories,
      List<String> images,
      BigDecimal price,
      @Nullable Long quantity,
      long reserved,
      boolean active,
      boolean useAutoreply,
      @Nullable String autoreplyMessage,
      List<ShippingCost> shipping,
      Publication publication) {
    this(
        merchantId,
        id,
        stallId,
        name,
        description,
        categories,
        images,
        price,
        null,
        quantity,
        reserved,
        active,
        useAutoreply,
        autoreplyMessage,
        shipping,
        1,
        publication);
  }

  /** What everyone is told who has bought it; empty where nothing is said. */
  public Optional<String> autoreply() {
    return Optional.ofNullable(autoreplyMessage).filter(text -> useAutoreply && !text.isBlank());
  }

  /** What an editor sends back, so that nobody overwrites what they have not seen. */
  public String shownVersion() {
    return version + "." + new ProductEdit.Stock(quantity).shown();
  }

  Product withPending(boolean pending) {
    return ProductEdit.of(null, pending).on(this, quantity);
  }

  Product offSale() {
    return ProductEdit.of(false, publication.pending()).on(this, quantity);
  }

  Product pricedIn(@Nullable Currency other) {
    return new Product(
        merchantId,
        id,
        stallId,
        name,
        description,
        categories,
        images,
        price,
        other,
        quantity,
        reserved,
        active,
        useAutoreply,
        autoreplyMessage,
        shipping,
        version,
        publication);
  }

  /** What its price is in, at a stall of this currency. */
  public Currency currencyAt(Currency ofStall) {
    return currency == null ? ofStall : currency;
  }

  /** Pieces that can still be sold; null is unlimited. */
  public @Nullable Long available() {
    return quantity == null ? null : quantity - reserved;
  }

  /** What one piece costs to ship to a zone, on top of the zone's own cost; zero if not told. */
  public BigDecimal shippingCost(String zoneId) {
    return shipping.stream()
        .filter(cost -> cost.zoneId().equals(zoneId))
        .map(ShippingCost::cost)
        .findFirst()
        .orElse(BigDecimal.ZERO);
  }
}
