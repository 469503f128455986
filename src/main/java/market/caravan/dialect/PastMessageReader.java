package market.caravan.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import market.caravan.mailbox.StoredMessage;
import market.caravan.nostr.Pubkey;
import market.caravan.order.OrderKey;
import org.springframework.stereotype.Component;

/**
 * Reads what is stored of a conversation about an order. Of payment and shipping only the
 * merchant's own messages speak: a customer's are read as orders and withdrawals alone.
 */
@Component
public class PastMessageReader {

  private static final int PLAIN_TEXT = -1;

  /** What it means; never an error. */
  public PastMessage read(Pubkey merchant, StoredMessage message) {
    if (message.type() == PLAIN_TEXT) {
      return new PastMessage.Withdrawn(message.eventId(), message.createdAt());
    }
    return Nip15Reader.object(message.text())
        .filter(json -> OrderKey.isId(json.path("id").asText()))
        .map(json -> read(json, merchant, message))
        .orElseGet(() -> new PastMessage.Unreadable(message.eventId(), message.createdAt()));
  }

  private static PastMessage read(JsonNode json, Pubkey merchant, StoredMessage message) {
    String type = json.path("type").asText();
    if (message.incoming()) {
      return type.equals("0") ? ordered(json, merchant, message) : unreadable(message);
    }
    return switch (type) {
      case "1" -> requested(json, message);
      case "2" -> told(json, message);
      default -> unreadable(message);
    };
  }

  private static PastMessage ordered(JsonNode json, Pubkey merchant, StoredMessage message) {
    var sent =
        new Nip15Reader.Sent(merchant, message.customer(), message.eventId(), message.createdAt());
    return new PastMessage.Ordered(Nip15Reader.order(json, sent, json.path("id").asText()));
  }

  private static PastMessage requested(JsonNode json, StoredMessage message) {
    JsonNode options = json.path("payment_options");
    if (options.isEmpty()) {
      return new PastMessage.Refused(
          message.eventId(), message.createdAt(), Nip15Reader.text(json.path("message")));
    }
    List<String> invoices = new ArrayList<>();
    for (JsonNode option : options) {
      if (option.path("type").asText().equals("ln") && option.path("link").isTextual()) {
        invoices.add(option.path("link").textValue());
      }
    }
    return new PastMessage.Requested(message.eventId(), message.createdAt(), invoices);
  }

  private static PastMessage told(JsonNode json, StoredMessage message) {
    Optional<Boolean> shipped =
        Optional.of(json.path("shipped")).filter(JsonNode::isBoolean).map(JsonNode::booleanValue);
    return new PastMessage.Told(
        message.eventId(),
        message.createdAt(),
        json.path("paid").asBoolean(),
        shipped.orElse(null));
  }

  private static PastMessage unreadable(StoredMessage message) {
    return new PastMessage.Unreadable(message.eventId(), message.createdAt());
  }
}
