package market.caravan.embedded;

import java.math.BigDecimal;
import java.util.List;
import market.caravan.catalog.Product;
import market.caravan.catalog.Publication;
import market.caravan.catalog.ShippingCost;
import market.caravan.catalog.ShippingZone;
import market.caravan.catalog.Stall;
import market.caravan.money.Currency;
import org.jspecify.annotations.Nullable;

/**
 * What the demo merchant sells: something of every kind that an order can meet. Ids are words, so
 * that they can be typed.
 */
final class DemoCatalogue {

  private static final Currency EUR = new Currency("EUR");

  private static final ShippingZone NATIONAL = zone("national", "National", Currency.SAT, "1500");
  private static final ShippingZone WORLDWIDE =
      zone("worldwide", "Worldwide", Currency.SAT, "4000");
  private static final ShippingZone PICKUP = zone("pickup", "Pick-up", Currency.SAT, "0");
  private static final ShippingZone EUROPE = zone("europe", "Europe", EUR, "4.90");
  private static final ShippingZone OVERSEAS = zone("overseas", "Overseas", EUR, "12.50");

  private final String merchantId;

  DemoCatalogue(String merchantId) {
    this.merchantId = merchantId;
  }

  /** One priced in satoshi, with the first products, and one in euros. */
  List<Stall> stalls() {
    return List.of(
        stall(
            "kitchen",
            "Caravan Kitchen",
            Currency.SAT,
            "Things to drink and to cook with, priced in satoshi",
            List.of(NATIONAL, WORLDWIDE, PICKUP)),
        stall(
            "prints",
            "Caravan Prints",
            EUR,
            "Pictures of the road, priced in euros",
            List.of(EUROPE, OVERSEAS)));
  }

  /** The mug first. */
  List<Product> products() {
    return List.of(mug(), recipes(), teapot(), pan(), poster(), postcards());
  }

  private Product mug() {
    String about = "Holds tea on any road";
    return product("kitchen", "mug", "Mug", about, "2100", 100_000L, null, List.of());
  }

  private Product recipes() {
    String about = "Forty recipes for one flame, to download: the link comes once it is paid";
    String reply =
        "Thank you! Your recipes: https://example.com/caravan-recipes.pdf (a demo, nothing is there)";
    return product("kitchen", "recipes", "Recipe book", about, "5000", null, reply, List.of());
  }

  private Product teapot() {
    String about = "An antique, and the only one";
    return product("kitchen", "teapot", "Teapot", about, "45000", 1L, null, List.of());
  }

  private Product pan() {
    String about = "Cast iron: every one costs extra to ship";
    List<ShippingCost> shipping =
        List.of(extra(NATIONAL, "2000"), extra(WORLDWIDE, "9000"), extra(PICKUP, "0"));
    return product("kitchen", "pan", "Cast-iron pan", about, "30000", 500L, null, shipping);
  }

  private Product poster() {
    List<ShippingCost> shipping = List.of(extra(OVERSEAS, "2.25"));
    return product(
        "prints", "poster", "Poster", "The road at dusk", "24.90", 1_000L, null, shipping);
  }

  private Product postcards() {
    String about = "Ten postcards";
    return product("prints", "postcards", "Postcards", about, "6.50", 5_000L, null, List.of());
  }

  private Stall stall(
      String id, String name, Currency currency, String about, List<ShippingZone> zones) {
    return new Stall(merchantId, id, "", name, currency, about, null, zones, Publication.NONE);
  }

  private Product product(
      String stallId,
      String id,
      String name,
      String about,
      String price,
      @Nullable Long quantity,
      @Nullable String autoreply,
      List<ShippingCost> shipping) {
    return new Product(
        merchantId,
        id,
        stallId,
        name,
        about,
        List.of("demo"),
        List.of(),
        new BigDecimal(price),
        quantity,
        0,
        true,
        autoreply != null,
        autoreply,
        shipping,
        Publication.NONE);
  }

  private static ShippingZone zone(String id, String name, Currency currency, String cost) {
    return new ShippingZone(id, name, currency, new BigDecimal(cost), List.of(name));
  }

  private static ShippingCost extra(ShippingZone zone, String cost) {
    return new ShippingCost(zone.id(), new BigDecimal(cost));
  }
}
