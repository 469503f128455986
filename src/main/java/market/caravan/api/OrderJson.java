package market.caravan.api;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * The JSON columns of an order, which we write ourselves, as views; they hold more than the views
 * show. However the API's own JSON is configured, they are read like this, in UTF-8.
 */
@Component
class OrderJson {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final ObjectReader ITEMS = MAPPER.readerFor(OrderView.Item[].class);
  private static final ObjectReader CONTACT = MAPPER.readerFor(OrderView.Contact.class);
  private static final ObjectReader EXTRA = MAPPER.readerFor(OrderView.Extra.class);

  List<OrderView.Item> items(byte[] json) {
    return List.of(read(json, ITEMS, OrderView.Item[].class));
  }

  OrderView.Contact contact(byte[] json) {
    return read(json, CONTACT, OrderView.Contact.class);
  }

  OrderView.Extra extra(byte[] json) {
    return read(json, EXTRA, OrderView.Extra.class);
  }

  private static <T> T read(byte[] json, ObjectReader reader, Class<T> type) {
    try {
      return reader.readValue(json, type);
    } catch (IOException e) {
      throw new IllegalStateException("We wrote this column ourselves", e);
    }
  }
}
