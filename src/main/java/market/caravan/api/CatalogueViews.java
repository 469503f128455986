package market.caravan.api;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import market.caravan.catalog.Catalog;
import market.caravan.catalog.Nip15Properties;
import market.caravan.catalog.Product;
import market.caravan.catalog.Stall;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Zones, stalls and products as their merchant reads them. */
@Component("catalogueViews")
class CatalogueViews {

  private final Catalog catalog;
  private final Nip15Properties nip15;

  CatalogueViews(Catalog catalog, Nip15Properties nip15) {
    this.catalog = catalog;
    this.nip15 = nip15;
  }

  /** GET /zone. */
  public List<ZoneView> zones(ApiRequest request) {
    return catalog.zones(request.merchant()).stream().map(ZoneView::of).toList();
  }

  /** GET /stall; {@code pending} leaves out those that relays have, or those that they haven't. */
  public List<StallView> stalls(ApiRequest request) {
    Boolean pending = request.flag("pending");
    return catalog.stalls(request.merchant()).stream()
        .filter(stall -> isWanted(pending, stall.publication().pending()))
        .map(StallView::of)
        .toList();
  }

  /** GET /stall/{id}. */
  public StallView stall(ApiRequest request) {
    return StallView.of(stall(request, request.variable("id")));
  }

  /** GET /stall/product/{stallId}; {@code pending} as for the stalls. */
  public List<ProductView> productsOfStall(ApiRequest request) {
    Boolean pending = request.flag("pending");
    Stall stall = stall(request, request.variable("stallId"));
    return catalog.productsOfStall(request.merchant(), stall.id()).stream()
        .filter(product -> isWanted(pending, product.publication().pending()))
        .map(product -> view(product, Optional.of(stall)))
        .toList();
  }

  /** GET /product/{id}. */
  public ProductView product(ApiRequest request) {
    Product product =
        catalog
            .product(request.merchant(), request.variable("id"))
            .orElseThrow(() -> Refused.notFound("product"));
    return view(product, catalog.stall(request.merchant(), product.stallId()));
  }

  private Stall stall(ApiRequest request, String id) {
    return catalog.stall(request.merchant(), id).orElseThrow(() -> Refused.notFound("stall"));
  }

  private ProductView view(Product product, Optional<Stall> stall) {
    String currency = stall.map(known -> known.currency().code()).orElse(null);
    return ProductView.of(product, currency, nip15.shown(product.quantity()));
  }

  private static boolean isWanted(@Nullable Boolean wanted, boolean actual) {
    return Objects.requireNonNullElse(wanted, actual) == actual;
  }
}
