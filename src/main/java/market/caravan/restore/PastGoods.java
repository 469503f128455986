package market.caravan.restore;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import market.caravan.catalog.Goods;
import market.caravan.catalog.Product;
import market.caravan.catalog.ShippingZone;
import market.caravan.catalog.Stall;
import market.caravan.order.PlaceOrder;
import market.caravan.order.Receipt;
import org.jspecify.annotations.Nullable;

/**
 * What was ordered, by the catalogue of today: what a product cost then is in nobody's message.
 *
 * @param stall null where none of the products is known
 */
record PastGoods(
    List<Receipt.Line> lines, @Nullable Stall stall, @Nullable String zoneId, List<Product> known) {

  static PastGoods of(PlaceOrder order, Goods goods) {
    List<Receipt.Line> lines = new ArrayList<>();
    List<Product> known = new ArrayList<>();
    for (var line : order.lines()) {
      Optional<Product> product = goods.product(line.productId());
      product.ifPresent(known::add);
      lines.add(
          product
              .map(it -> line(it, line.quantity(), order.zoneId()))
              .orElseGet(() -> Receipt.Line.gone(line.productId(), line.quantity())));
    }
    Stall stall =
        known.stream().flatMap(it -> goods.stall(it.stallId()).stream()).findFirst().orElse(null);
    return new PastGoods(List.copyOf(lines), stall, order.zoneId(), List.copyOf(known));
  }

  private static Receipt.Line line(Product product, long quantity, @Nullable String zoneId) {
    return new Receipt.Line(
        product.id(),
        product.name(),
        quantity,
        product.price(),
        zoneId == null ? BigDecimal.ZERO : product.shippingCost(zoneId));
  }

  @Nullable String stallId() {
    return stall == null ? null : stall.id();
  }

  /** Into which its payment went, as far as is known; empty is the default one. */
  String wallet() {
    return stall == null ? "" : stall.wallet();
  }

  Set<Flag> flags() {
    Set<Flag> flags = EnumSet.noneOf(Flag.class);
    if (known.size() < lines.size()) {
      flags.add(Flag.PRODUCT_GONE);
    }
    if (stall == null) {
      flags.add(Flag.STALL_UNKNOWN);
    }
    return flags;
  }

  /** Whether one of the products tells whoever has paid for it something. */
  boolean replyByThemselves() {
    return known.stream().anyMatch(product -> product.autoreply().isPresent());
  }

  /**
   * What it would have been quoted today; the exchange rate of then is not known.
   *
   * @param refusal why it was refused; null where it was not
   */
  Receipt receipt(@Nullable String refusal) {
    if (stall == null) {
      return new Receipt(lines, null, null, null, null, refusal, zoneId, null, null);
    }
    boolean sat = stall.currency().isSat();
    Optional<ShippingZone> zone = Optional.ofNullable(zoneId).flatMap(stall::zone);
    BigDecimal cost = zone.map(ShippingZone::cost).orElse(BigDecimal.ZERO);
    return new Receipt(
        lines,
        stall.currency().code(),
        sat ? "1" : null,
        cost,
        sat ? cost.setScale(0, RoundingMode.CEILING).longValue() : null,
        refusal,
        zone.map(ShippingZone::name).orElse(zoneId),
        null,
        null);
  }
}
