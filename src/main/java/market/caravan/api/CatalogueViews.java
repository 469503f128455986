package market.caravan.api;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import market.caravan.catalog.Catalog;
import market.caravan.catalog.Nip15Properties;
import market.caravan.catalog.Product;
import market.caravan.catalog.ShippingZone;
import market.caravan.catalog.Stall;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
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

  /** GET /stall; {@code pending} asks for those that wait to be accepted, or for the others. */
  public List<StallView> stalls(ApiRequest request) {
    Boolean pending = request.flag("pending");
    return catalog.stalls(request.merchant()).stream()
        .filter(stall -> isWanted(pending, stall.publication().pending()))
        .map(StallView::of)
        .toList();
  }

  /** GET /stall/{id}. */
  public Answer stall(ApiRequest request) {
    return edited(stall(request, request.variable("id")));
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
  public Answer product(ApiRequest request) {
    return edited(
        catalog
            .product(request.merchant(), request.variable("id"))
            .orElseThrow(() -> Refused.notFound("product")));
  }

  /** A zone, stall or product as it stands after an edit; null where it is deleted. */
  public Answer edited(@Body @Nullable Object edited) {
    return switch (edited) {
      case null -> Answer.of(200, null);
      case ShippingZone zone -> tagged(ZoneView.of(zone).version(), ZoneView.of(zone));
      case Stall stall -> tagged(StallView.of(stall).version(), StallView.of(stall));
      case Product product ->
          tagged(
              product.shownVersion(),
              view(product, catalog.stall(product.merchantId(), product.stallId())));
      default -> throw new IllegalStateException("No edit ends in " + edited.getClass());
    };
  }

  private static Answer tagged(String version, Object view) {
    return new Answer(200, Map.of(HttpHeaders.ETAG, "\"" + version + "\""), view);
  }

  private Stall stall(ApiRequest request, String id) {
    return catalog.stall(request.merchant(), id).orElseThrow(() -> Refused.notFound("stall"));
  }

  private ProductView view(Product product, Optional<Stall> stall) {
    String currency = stall.map(known -> product.currencyAt(known.currency()).code()).orElse(null);
    return ProductView.of(product, currency, nip15.shown(product.quantity()));
  }

  private static boolean isWanted(@Nullable Boolean wanted, boolean actual) {
    return Objects.requireNonNullElse(wanted, actual) == actual;
  }
}
