package market.caravan.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * The JSON columns of an order, which we write ourselves, as views; they hold more than the views
 * show. However the API's own JSON is configured, they are read like this.
 */
@Component
class OrderJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  List<OrderView.Item> items(String json) {
    return List.of(read(json, OrderView.Item[].class));
  }

  OrderView.Contact contact(String json) {
    return read(json, OrderView.Contact.class);
  }

  OrderView.Extra extra(String json) {
    return read(json, OrderView.Extra.class);
  }

  private static <T> T read(String json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("We wrote this column ourselves", e);
    }
  }
}
