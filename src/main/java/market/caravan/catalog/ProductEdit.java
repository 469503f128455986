package market.caravan.catalog;

import static java.util.Objects.requireNonNullElse;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a product is to be; what is null stays as it is, or is empty in a new one.
 *
 * @param autoreplyMessage empty for none
 * @param pending whether it still waits for the merchant to accept it: an edit does accept it,
 *     unless it says otherwise
 */
public record ProductEdit(
    @Nullable String stallId,
    @Nullable String name,
    @Nullable String description,
    @Nullable List<String> categories,
    @Nullable List<String> images,
    @Nullable BigDecimal price,
    @Nullable Stock stock,
    @Nullable Boolean active,
    @Nullable Boolean useAutoreply,
    @Nullable String autoreplyMessage,
    @Nullable List<ShippingCost> shipping,
    boolean pending) {

  /**
   * How much there is of it.
   *
   * @param quantity pieces in the merchant's hands, reserved ones included; null is unlimited
   */
  public record Stock(@Nullable Long quantity) {

    static final Stock UNLIMITED = new Stock(null);

    boolean isShownAsUnlimited() {
      return quantity == null || quantity == Nip15Properties.UNLIMITED;
    }

    /** As the version of a product has it. */
    String shown() {
      return String.valueOf(requireNonNullElse(quantity, Nip15Properties.UNLIMITED));
    }
  }

  /** One that says only whether it is for sale, and whether it waits to be accepted. */
  static ProductEdit of(@Nullable Boolean active, boolean pending) {
    return new ProductEdit(
        null, null, null, null, null, null, null, active, null, null, null, pending);
  }

  Product fresh(String merchantId, String id) {
    return fresh(merchantId, id, requireNonNullElse(stock, Stock.UNLIMITED).quantity());
  }

  Product fresh(String merchantId, String id, @Nullable Long quantity) {
    return on(
        new Product(
            merchantId,
            id,
            "",
            "",
            "",
            List.of(),
            List.of(),
            BigDecimal.ZERO,
            null,
            0,
            true,
            false,
            null,
            List.of(),
            Publication.NONE),
        quantity);
  }

  /** The product with this quantity; a new price is in the stall's currency. */
  Product on(Product before, @Nullable Long quantity) {
    boolean isNewPrice = price != null && price.compareTo(before.price()) != 0;
    String autoreply =
        requireNonNullElse(autoreplyMessage, requireNonNullElse(before.autoreplyMessage(), ""));
    return new Product(
        before.merchantId(),
        before.id(),
        requireNonNullElse(stallId, before.stallId()),
        requireNonNullElse(name, before.name()),
        requireNonNullElse(description, before.description()),
        requireNonNullElse(categories, before.categories()),
        requireNonNullElse(images, before.images()),
        requireNonNullElse(price, before.price()),
        isNewPrice ? null : before.currency(),
        quantity,
        before.reserved(),
        requireNonNullElse(active, before.active()),
        requireNonNullElse(useAutoreply, before.useAutoreply()),
        autoreply.isEmpty() ? null : autoreply,
        requireNonNullElse(shipping, before.shipping()),
        before.version(),
        before.publication().withPending(pending));
  }

  /**
   * The quantity that the merchant means. It is left alone where they sent back what they had been
   * shown, however it moved meanwhile, and where nothing else than {@code active} is new: to take a
   * product off sale is not to count it.
   *
   * @throws market.caravan.PermanentException if they mean another one than shown, and what was
   *     shown is no longer true
   */
  @Nullable Long quantity(Product before, Seen seen) {
    if (stock == null || (before.quantity() == null && stock.isShownAsUnlimited())) {
      return before.quantity();
    }
    if (seen.quantity().isEmpty()) {
      return onlyFlips(before) ? before.quantity() : stock.quantity();
    }
    String shown = seen.quantity().orElseThrow();
    if (shown.equals(stock.shown())) {
      return before.quantity();
    }
    if (!shown.equals(new Stock(before.quantity()).shown())) {
      throw seen.stale();
    }
    return stock.quantity();
  }

  private boolean onlyFlips(Product before) {
    Product after = on(before, before.quantity());
    return after.active() != before.active() && rest(after).equals(rest(before));
  }

  /** All that an edit may change, but whether it is active, and its stock. */
  private static List<Object> rest(Product product) {
    return List.of(
        product.stallId(),
        product.name(),
        product.description(),
        product.categories(),
        product.images(),
        CatalogJson.plain(product.price()),
        product.useAutoreply(),
        requireNonNullElse(product.autoreplyMessage(), ""),
        product.shipping().stream().map(ProductContent::plain).toList());
  }
}
