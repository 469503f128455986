package market.caravan.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The JSON columns of an order as views. What a customer has written may have any form: what can't
 * be shown is left out, and no order disappears because of it.
 */
@Component
class OrderJson {

  private final ObjectMapper mapper;

  OrderJson(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  List<OrderView.Item> items(String json) {
    List<OrderView.Item> items = new ArrayList<>();
    for (JsonNode item : tree(json)) {
      items.add(
          new OrderView.Item(
              item.path("product_id").asText(), number(item, "quantity", BigDecimal.ZERO)));
    }
    return items;
  }

  OrderView.Contact contact(String json) {
    JsonNode contact = tree(json);
    return new OrderView.Contact(
        text(contact, "nostr"), text(contact, "phone"), text(contact, "email"));
  }

  OrderView.Extra extra(String json) {
    JsonNode extra = tree(json);
    List<OrderView.PricedProduct> products = new ArrayList<>();
    extra.path("products").forEach(product -> products.add(product(product)));
    return new OrderView.Extra(
        products,
        extra.path("currency").asText("sat"),
        extra.path("btc_price").asText("1"),
        number(extra, "shipping_cost", BigDecimal.ZERO),
        number(extra, "shipping_cost_sat", BigDecimal.ZERO),
        text(extra, "fail_message"));
  }

  private static OrderView.PricedProduct product(JsonNode product) {
    JsonNode shipping = product.path("product_shipping_cost");
    return new OrderView.PricedProduct(
        product.path("id").asText(),
        product.path("name").asText(),
        number(product, "price", BigDecimal.ZERO),
        shipping.isNumber() ? shipping.decimalValue() : null);
  }

  private static BigDecimal number(JsonNode object, String field, BigDecimal otherwise) {
    JsonNode value = object.path(field);
    return value.isNumber() ? value.decimalValue() : otherwise;
  }

  /** Null where it is no text. */
  static @Nullable String text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    return value.isTextual() ? value.textValue() : null;
  }

  /** Of what may not be JSON at all: a missing node then. */
  JsonNode tree(String json) {
    try {
      return mapper.readTree(json);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance(); // a customer's text; shown as if it were empty
    }
  }
}
