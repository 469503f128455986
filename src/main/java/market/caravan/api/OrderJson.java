package market.caravan.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.springframework.stereotype.Component;

/** The JSON columns of an order, which we write ourselves, as views. */
@Component
class OrderJson {

  private final ObjectMapper mapper;

  OrderJson(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  List<OrderView.Item> items(String json) {
    return List.of(read(json, OrderView.Item[].class));
  }

  OrderView.Contact contact(String json) {
    return read(json, OrderView.Contact.class);
  }

  OrderView.Extra extra(String json) {
    return read(json, OrderView.Extra.class);
  }

  private <T> T read(String json, Class<T> type) {
    try {
      return mapper.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("We wrote this column ourselves", e);
    }
  }
}
