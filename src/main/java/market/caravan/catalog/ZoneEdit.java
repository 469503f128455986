package market.caravan.catalog;

import static java.util.Objects.requireNonNullElse;

import java.math.BigDecimal;
import java.util.List;
import market.caravan.money.Currency;
import org.jspecify.annotations.Nullable;

/**
 * What a shipping zone is to be; what is null stays as it is, or is empty in a new one.
 *
 * @param currency never null in a new one, as is {@code cost}
 */
public record ZoneEdit(
    @Nullable String name,
    @Nullable Currency currency,
    @Nullable BigDecimal cost,
    @Nullable List<String> countries) {

  ShippingZone fresh(String id) {
    return on(new ShippingZone(id, "", Currency.SAT, BigDecimal.ZERO, List.of()));
  }

  ShippingZone on(ShippingZone before) {
    return new ShippingZone(
        before.id(),
        requireNonNullElse(name, before.name()),
        requireNonNullElse(currency, before.currency()),
        requireNonNullElse(cost, before.cost()),
        requireNonNullElse(countries, before.countries()),
        before.version());
  }
}
