package market.caravan.dialect;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import market.caravan.mailbox.Letter;
import market.caravan.order.Order;
import market.caravan.order.OrderNews;
import market.caravan.order.OrderStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes what a customer is to be told as NIP-15 has it: types 1 and 2, and plain text. */
@Component
public class Nip15Writer {

  private static final int PAYMENT_REQUEST = 1;
  private static final int STATUS = 2;
  private static final int PLAIN_TEXT = -1;
  private static final JsonMapper JSON = new JsonMapper();

  private final Wording wording;

  Nip15Writer(Clock clock) {
    this.wording = new Wording(clock);
  }

  /** A letter for each piece of news that the customer is told, in their order. */
  public List<Letter> write(List<OrderNews> news) {
    return news.stream().flatMap(each -> write(each).stream()).toList();
  }

  private Optional<Letter> write(OrderNews news) {
    return switch (news) {
      case OrderNews.PaymentRequested requested -> Optional.of(paymentRequest(requested));
      case OrderNews.Refused refused -> Optional.of(refusal(refused));
      case OrderNews.StatusChanged changed -> Optional.of(status(changed));
      case OrderNews.Autoreply autoreply -> Optional.of(letter(news, PLAIN_TEXT, autoreply.text()));
      case OrderNews.RefundDue due -> Optional.empty(); // the order's status tells of it
    };
  }

  private Letter paymentRequest(OrderNews.PaymentRequested news) {
    String message = wording.receipt(news.order(), news.expiresAt());
    List<PaymentOption> options = List.of(new PaymentOption("ln", news.bolt11()));
    return letter(news, PAYMENT_REQUEST, paymentRequest(news.order(), message, options));
  }

  private static Letter refusal(OrderNews.Refused news) {
    return letter(news, PAYMENT_REQUEST, paymentRequest(news.order(), news.reason(), List.of()));
  }

  private static String paymentRequest(Order order, String message, List<PaymentOption> options) {
    return json(new PaymentRequest(order.key().id(), PAYMENT_REQUEST, message, options));
  }

  private Letter status(OrderNews.StatusChanged news) {
    Order order = news.order();
    String message = Objects.requireNonNullElseGet(news.message(), () -> wording.status(order));
    Status status =
        new Status(order.key().id(), STATUS, message, order.status().isPaid(), order.shipped());
    return letter(news, STATUS, json(status));
  }

  private static Letter letter(OrderNews news, int type, String text) {
    Order order = news.order();
    return new Letter(
        order.key().merchant(),
        order.key().customer(),
        type,
        text,
        order.createdAt(),
        order.seq(),
        onceKey(news),
        news instanceof OrderNews.PaymentRequested,
        order.status() != OrderStatus.AWAITING_PAYMENT || isNewInvoice(news));
  }

  private static boolean isNewInvoice(OrderNews news) {
    return news instanceof OrderNews.PaymentRequested requested && requested.again();
  }

  private static @Nullable String onceKey(OrderNews news) {
    return news instanceof OrderNews.Autoreply autoreply
        ? "autoreply:%d:%s".formatted(autoreply.order().seq(), autoreply.productId())
        : null;
  }

  private static String json(Object message) {
    try {
      return JSON.writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Our own records have a JSON form", e);
    }
  }

  @JsonPropertyOrder({"id", "type", "message", "payment_options"})
  private record PaymentRequest(
      String id,
      int type,
      String message,
      @JsonProperty("payment_options") List<PaymentOption> paymentOptions) {}

  private record PaymentOption(String type, String link) {}

  @JsonPropertyOrder({"id", "type", "message", "paid", "shipped"})
  private record Status(String id, int type, String message, boolean paid, boolean shipped) {}
}
