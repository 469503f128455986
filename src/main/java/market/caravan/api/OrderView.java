package market.caravan.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import market.caravan.order.OrderStatus;
import org.jspecify.annotations.Nullable;

/**
 * {@code Order} of api.md.
 *
 * @param total satoshi
 * @param shippingId {@code "None"} where it is not known, as are {@code stallId} and {@code
 *     invoiceId}: that front end writes them into texts
 * @param paid whether the goods are paid for: money that is to go back is not
 * @param time when the order was complete
 */
@JsonNaming(SnakeCaseStrategy.class)
record OrderView(
    String id,
    String eventId,
    long eventCreatedAt,
    String publicKey,
    String merchantPublicKey,
    String shippingId,
    List<Item> items,
    Contact contact,
    @Nullable String address,
    String stallId,
    String invoiceId,
    long total,
    boolean paid,
    boolean shipped,
    @Nullable Long time,
    Extra extra) {

  /** What stands for an id that is not known. */
  static final String NONE = "None";

  OrderView withProducts(List<PricedProduct> products) {
    return new OrderView(
        id,
        eventId,
        eventCreatedAt,
        publicKey,
        merchantPublicKey,
        shippingId,
        items,
        contact,
        address,
        stallId,
        invoiceId,
        total,
        paid,
        shipped,
        time,
        extra.withProducts(products));
  }

  /** A line of the order as the customer wrote it. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonNaming(SnakeCaseStrategy.class)
  record Item(String productId, BigDecimal quantity) {}

  /** How to reach the customer, as far as they said so. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Contact(@Nullable String nostr, @Nullable String phone, @Nullable String email) {}

  /** What the order was priced with. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonNaming(SnakeCaseStrategy.class)
  record Extra(
      List<PricedProduct> products,
      String currency,
      String btcPrice,
      BigDecimal shippingCost,
      BigDecimal shippingCostSat,
      @Nullable String failMessage) {

    /** An order that was refused may have had no price. */
    Extra {
      products = Objects.requireNonNullElse(products, List.of());
      currency = Objects.requireNonNullElse(currency, "sat");
      btcPrice = Objects.requireNonNullElse(btcPrice, "1");
      shippingCost = Objects.requireNonNullElse(shippingCost, BigDecimal.ZERO);
      shippingCostSat = Objects.requireNonNullElse(shippingCostSat, BigDecimal.ZERO);
    }

    /**
     * Says in {@code failMessage}, which that front end shows as the order's error, where the order
     * stands that it would show as merely unpaid.
     */
    Extra standing(OrderStatus status) {
      String failure =
          switch (status) {
            case PLACED, AWAITING_PAYMENT, PAID -> null;
            case REJECTED -> Objects.requireNonNullElse(failMessage, "Refused");
            case EXPIRED -> "Expired: it was not paid in time";
            case CANCELLED -> "Cancelled";
            case REFUND_DUE -> "What was paid is to go back to the customer";
            case REFUNDED -> "What was paid has gone back to the customer";
          };
      return Objects.equals(failure, failMessage)
          ? this
          : new Extra(products, currency, btcPrice, shippingCost, shippingCostSat, failure);
    }

    Extra withProducts(List<PricedProduct> others) {
      return new Extra(others, currency, btcPrice, shippingCost, shippingCostSat, failMessage);
    }
  }

  /** A product at the time of the order; one that is gone has its id as its name. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonNaming(SnakeCaseStrategy.class)
  record PricedProduct(
      String id, String name, BigDecimal price, @Nullable BigDecimal productShippingCost) {

    static PricedProduct gone(String id) {
      return new PricedProduct(id, id, BigDecimal.ZERO, null);
    }
  }
}
