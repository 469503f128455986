package market.caravan.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import market.caravan.catalog.OrderLine;
import market.caravan.mailbox.Filing;
import market.caravan.mailbox.Incoming;
import market.caravan.mailbox.StorableText;
import market.caravan.nostr.EventId;
import market.caravan.nostr.Pubkey;
import market.caravan.order.Contact;
import market.caravan.order.CustomerCommand;
import market.caravan.order.OrderKey;
import market.caravan.order.PlaceOrder;
import market.caravan.order.WithdrawOrder;
import market.caravan.refund.OfferedInvoice;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the JSON of NIP-15. Whatever is not such JSON is plain text, never an error. */
@Component
public class Nip15Reader {

  private static final int MAX_DEPTH = 64;
  private static final int MAX_ID = 256;

  /** As our answers suggest it, and near enough. */
  private static final Pattern WITHDRAWAL =
      Pattern.compile(
          "(?i)\\s{0,9}/?cancel( my)?( order)?[ :#]{1,3}(?<id>[a-z0-9._:-]{1,128})\\s{0,9}");

  private static final String TOO_LATE =
      "The order reached us too long after it was sent, please place a new one";

  /**
   * Fractions come as doubles, the one form in which a number of any size can be held, whatever its
   * exponent: none that an order has a use for is one.
   */
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** What the message means. */
  public MarketMessage read(Incoming message) {
    return object(message.text())
        .map(json -> read(json, message))
        .or(() -> withdrawal(message))
        .or(() -> invoice(message))
        .orElseGet(() -> new MarketMessage.PlainText(message));
  }

  private static Optional<MarketMessage> withdrawal(Incoming message) {
    Matcher words = WITHDRAWAL.matcher(message.text());
    if (!message.fromCustomer() || !words.matches()) {
      return Optional.empty();
    }
    OrderKey key = new OrderKey(message.merchant(), message.customer(), words.group("id"));
    return Optional.of(new MarketMessage.Withdrawn(message, new WithdrawOrder(key)));
  }

  private static Optional<MarketMessage> invoice(Incoming message) {
    return message.fromCustomer()
        ? OfferedInvoice.destination(message.text())
            .map(destination -> new MarketMessage.InvoiceSent(message, destination))
        : Optional.empty();
  }

  /**
   * What customers want of the messages that is to be done now, or refused.
   *
   * @param filings what became of each message, in their order
   */
  public List<CustomerCommand> commands(List<MarketMessage> messages, List<Filing> filings) {
    return IntStream.range(0, messages.size())
        .mapToObj(i -> command(messages.get(i), filings.get(i)))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<CustomerCommand> command(MarketMessage message, Filing filing) {
    return switch (message) {
      case MarketMessage.Placed placed ->
          switch (filing) {
            case FILED -> Optional.of(placed.order());
            case FILED_TOO_LATE -> Optional.of(placed.order().because(TOO_LATE));
            case KNOWN, WAITING, HISTORY -> Optional.empty();
          };
      case MarketMessage.Withdrawn withdrawn ->
          switch (filing) {
            case FILED, FILED_TOO_LATE -> Optional.of(withdrawn.command());
            case KNOWN, WAITING, HISTORY -> Optional.empty();
          };
      case MarketMessage.Remark remark -> Optional.empty();
      case MarketMessage.InvoiceSent invoice -> Optional.empty();
      case MarketMessage.PlainText plainText -> Optional.empty();
    };
  }

  /**
   * Where customers say, in the messages that are filed now, that money is to go.
   *
   * @param filings what became of each message, in their order
   */
  public List<OfferedInvoice> refundInvoices(List<MarketMessage> messages, List<Filing> filings) {
    return IntStream.range(0, messages.size())
        .filter(i -> filings.get(i) == Filing.FILED)
        .mapToObj(messages::get)
        .flatMap(message -> refundInvoice(message).stream())
        .toList();
  }

  private static Optional<OfferedInvoice> refundInvoice(MarketMessage message) {
    return message instanceof MarketMessage.InvoiceSent sent
        ? Optional.of(
            new OfferedInvoice(
                sent.incoming().merchant(), sent.incoming().customer(), sent.destination()))
        : Optional.empty();
  }

  static Optional<JsonNode> object(String text) {
    if (!text.stripLeading().startsWith("{")) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(text)).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty(); // NIP-15: what is no JSON is plain text
    }
  }

  private static MarketMessage read(JsonNode json, Incoming message) {
    String orderId = json.path("id").isTextual() ? json.path("id").textValue() : "";
    boolean usable = OrderKey.isId(orderId);
    return switch (json.path("type").asText()) {
      case "0" -> {
        if (!message.fromCustomer()) {
          yield new MarketMessage.Remark(message, 0, usable ? orderId : null);
        }
        yield usable
            ? new MarketMessage.Placed(message, order(json, Sent.of(message), orderId))
            : new MarketMessage.PlainText(message);
      }
      case "1" -> new MarketMessage.Remark(message, 1, usable ? orderId : null);
      case "2" -> new MarketMessage.Remark(message, 2, usable ? orderId : null);
      default -> new MarketMessage.PlainText(message);
    };
  }

  /** Who has sent what to whom, and when. */
  record Sent(Pubkey merchant, Pubkey customer, EventId event, Instant createdAt) {

    static Sent of(Incoming message) {
      return new Sent(
          message.merchant(),
          message.customer(),
          message.event().id(),
          message.event().createdAt());
    }
  }

  static PlaceOrder order(JsonNode json, Sent sent, String orderId) {
    List<OrderLine> lines = new ArrayList<>();
    String fault = readLines(json.path("items"), lines);
    JsonNode contact = json.path("contact");
    return new PlaceOrder(
        new OrderKey(sent.merchant(), sent.customer(), orderId),
        sent.event(),
        sent.createdAt(),
        ContentDigest.sha256(json),
        fault == null ? lines : List.of(),
        id(json.path("shipping_id")),
        text(json.path("name")),
        text(json.path("address")),
        text(json.path("message")),
        new Contact(
            text(contact.path("nostr")), text(contact.path("phone")), text(contact.path("email"))),
        fault);
  }

  /** Fills {@code lines}; what is wrong with them, in words for the customer, or null. */
  private static @Nullable String readLines(JsonNode items, List<OrderLine> lines) {
    if (!items.isArray()) {
      return "The order has no products";
    }
    for (JsonNode item : items) {
      String productId = id(item.path("product_id"));
      if (productId == null) {
        return "A line of the order names no product";
      }
      Optional<Long> quantity = wholeNumber(item.path("quantity"));
      if (quantity.isEmpty()) {
        return "The quantity of a product has to be a whole number of pieces";
      }
      lines.add(new OrderLine(productId, quantity.get()));
    }
    return null;
  }

  private static Optional<Long> wholeNumber(JsonNode number) {
    if (!number.isNumber()) {
      return Optional.empty();
    }
    try {
      return Optional.of(number.decimalValue().longValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      return Optional.empty(); // a fraction, or beyond any stock, or beyond any number
    }
  }

  private static @Nullable String id(JsonNode json) {
    String id = text(json);
    return id == null || id.isEmpty() || id.length() > MAX_ID ? null : id;
  }

  static @Nullable String text(JsonNode json) {
    return json.isValueNode() && !json.isNull() ? StorableText.of(json.asText()) : null;
  }
}
