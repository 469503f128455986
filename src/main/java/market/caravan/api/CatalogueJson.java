package market.caravan.api;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import market.caravan.PermanentException;
import market.caravan.catalog.Bounds;
import market.caravan.catalog.ProductEdit;
import market.caravan.catalog.ShippingCost;
import market.caravan.catalog.StallEdit;
import market.caravan.catalog.ZoneEdit;
import market.caravan.money.Currency;
import market.caravan.order.StallWallets;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Zones, stalls and products as nostrmarket's front end sends them, each part within its bounds.
 */
@Component
class CatalogueJson {

  private static final int AUTOREPLY = 10_000;

  private final StallWallets wallets;

  CatalogueJson(StallWallets wallets) {
    this.wallets = wallets;
  }

  static ZoneEdit zone(JsonBody body) {
    return new ZoneEdit(
        body.text("name", Bounds.NAME),
        currency(body),
        body.amount("cost"),
        body.texts("countries", Bounds.COUNTRIES, Bounds.NAME));
  }

  StallEdit stall(JsonBody body) {
    JsonBody config = body.object("config");
    return new StallEdit(
        body.name("name", Bounds.NAME),
        read(body, "wallet", body.text("wallet", Bounds.NAME), wallets::named),
        currency(body),
        config.text("description", Bounds.DESCRIPTION),
        config.text("image_url", Bounds.ADDRESS),
        zones(body),
        body.yesOrNo("active"),
        body.flag("pending"));
  }

  /** Of a zone that is there, only the id counts. */
  private static @Nullable List<StallEdit.Zone> zones(JsonBody body) {
    List<JsonBody> objects = body.objects("shipping_zones", Bounds.ZONES);
    if (objects == null) {
      return null;
    }
    return objects.stream()
        .map(
            object -> {
              String id = object.text("id", Bounds.ID);
              return new StallEdit.Zone(
                  id == null ? UUID.randomUUID().toString() : id, zone(object));
            })
        .toList();
  }

  ProductEdit product(JsonBody body, @Nullable String name) {
    JsonBody config = body.object("config");
    return new ProductEdit(
        body.text("stall_id", Bounds.ID),
        name,
        config.text("description", Bounds.DESCRIPTION),
        body.texts("categories", Bounds.CATEGORIES, Bounds.NAME),
        body.texts("images", Bounds.IMAGES, Bounds.ADDRESS),
        body.amount("price"),
        body.has("quantity") ? new ProductEdit.Stock(body.pieces("quantity")) : null,
        body.yesOrNo("active"),
        config.yesOrNo("use_autoreply"),
        config.text("autoreply_message", AUTOREPLY),
        shipping(config),
        body.flag("pending"));
  }

  private static @Nullable List<ShippingCost> shipping(JsonBody config) {
    List<JsonBody> objects = config.objects("shipping", Bounds.ZONES);
    if (objects == null) {
      return null;
    }
    List<ShippingCost> costs = new ArrayList<>();
    for (JsonBody object : objects) {
      String id = object.requiredText("id");
      BigDecimal cost = object.amount("cost");
      costs.add(new ShippingCost(id, cost == null ? BigDecimal.ZERO : cost));
    }
    return costs;
  }

  private static @Nullable Currency currency(JsonBody body) {
    return read(body, "currency", body.text("currency"), Currency::new);
  }

  private static <T> @Nullable T read(
      JsonBody body, String name, @Nullable String text, Function<String, T> type) {
    if (text == null) {
      return null;
    }
    try {
      return type.apply(text);
    } catch (PermanentException e) {
      body.problem(name, String.valueOf(e.getMessage()), "value_error");
      return null;
    }
  }
}
