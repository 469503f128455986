package market.caravan.order;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import market.caravan.PermanentException;
import market.caravan.catalog.Catalog;
import market.caravan.catalog.Goods;
import market.caravan.catalog.Merchant;
import market.caravan.catalog.OrderLine;
import market.caravan.catalog.Pricing;
import market.caravan.catalog.Quote;
import market.caravan.catalog.QuotedProduct;
import market.caravan.catalog.Refusal;
import market.caravan.inventory.Inventory;
import market.caravan.inventory.Shortage;
import market.caravan.lightning.Preimage;
import market.caravan.money.Msat;
import org.springframework.stereotype.Component;

/**
 * Takes orders: prices them, holds their stock and names their invoice, or refuses them. It works
 * in the transaction of the route, and is answered by what the customer is to be told.
 */
@Component
public class Checkout {

  private final Catalog catalog;
  private final Pricing pricing;
  private final Inventory inventory;
  private final Orders orders;
  private final Attempts attempts;
  private final OrderMoves moves;
  private final UnpaidOrders unpaidOrders;
  private final CheckoutProperties properties;

  Checkout(
      Catalog catalog,
      Pricing pricing,
      Inventory inventory,
      Orders orders,
      Attempts attempts,
      OrderMoves moves,
      UnpaidOrders unpaidOrders,
      CheckoutProperties properties) {
    this.catalog = catalog;
    this.pricing = pricing;
    this.inventory = inventory;
    this.orders = orders;
    this.attempts = attempts;
    this.moves = moves;
    this.unpaidOrders = unpaidOrders;
    this.properties = properties;
  }

  /** Takes an order, or answers the one that the customer has under this id already. */
  public List<OrderNews> place(PlaceOrder command) {
    Optional<Order> known = orders.lock(command.key());
    if (known.isPresent()) {
      return moves.again(known.get(), command);
    }
    Merchant merchant = merchant(command);
    return refusalOf(command, merchant)
        .map(reason -> refuse(merchant, command, reason))
        .orElseGet(() -> price(merchant, command));
  }

  /** Refuses an order that comes too late to be priced. */
  public List<OrderNews> refuseTooLate(PlaceOrder command) {
    Optional<Order> known = orders.lock(command.key());
    return known.isPresent()
        ? moves.again(known.get(), command)
        : refuse(
            merchant(command),
            command,
            "The order reached us too long after it was sent, please place a new one");
  }

  private Merchant merchant(PlaceOrder command) {
    return catalog
        .merchant(command.key().merchant())
        .orElseThrow(() -> new PermanentException("unknown-merchant", "No such merchant"));
  }

  private Optional<String> refusalOf(PlaceOrder command, Merchant merchant) {
    if (command.fault() != null) {
      return Optional.of(command.fault());
    }
    if (command.lines().size() > properties.maxLines()) {
      return Optional.of("An order has no more than " + properties.maxLines() + " lines");
    }
    if (unpaidOrders.areTooMany(merchant.id())) {
      return Optional.of("Too many orders are open at the moment, please place a new one later");
    }
    int unpaid = orders.countUnpaid(merchant.id(), command.key().customer());
    return unpaid < properties.maxUnpaidPerCustomer()
        ? Optional.empty()
        : Optional.of("Too many of your orders are unpaid, please pay those first");
  }

  private List<OrderNews> price(Merchant merchant, PlaceOrder command) {
    Set<String> productIds =
        command.lines().stream()
            .map(OrderLine::productId)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Goods goods = catalog.goods(merchant.id(), productIds);
    return switch (pricing.quote(command.lines(), command.zoneId(), goods)) {
      case Refusal refusal -> refuse(merchant, command, refusal.reason());
      case Quote quote -> take(merchant, command, quote);
    };
  }

  private List<OrderNews> take(Merchant merchant, PlaceOrder command, Quote quote) {
    Receipt receipt = Receipt.of(quote);
    Preimage preimage = Preimage.random();
    Optional<Long> seq =
        orders.insert(
            merchant.id(),
            command,
            OrderStatus.PLACED,
            quote.stallId(),
            quote.total(),
            preimage.hash(),
            receipt);
    if (seq.isEmpty()) {
      return again(command);
    }
    Map<String, Long> pieces =
        quote.products().stream()
            .collect(Collectors.toMap(QuotedProduct::id, QuotedProduct::quantity));
    Optional<Shortage> shortage = inventory.hold(seq.get(), merchant.id(), pieces);
    if (shortage.isPresent()) {
      return moves.soldOut(orders.lock(seq.get()), inWords(shortage.get(), quote));
    }
    attempts.name(seq.get(), command.key(), quote.wallet(), quote.total(), preimage);
    orders.remember(seq.get(), "PLACED", OrderStatus.PLACED, null);
    return List.of();
  }

  private static String inWords(Shortage shortage, Quote quote) {
    String product =
        quote.products().stream()
            .filter(quoted -> quoted.id().equals(shortage.productId()))
            .map(QuotedProduct::name)
            .findFirst()
            .orElse(shortage.productId());
    return shortage.available() > 0
        ? product + ": only " + shortage.available() + " in stock"
        : product + " is not in stock any more";
  }

  private List<OrderNews> refuse(Merchant merchant, PlaceOrder command, String reason) {
    Receipt receipt = Receipt.refused(reason);
    Optional<Long> seq =
        orders.insert(merchant.id(), command, OrderStatus.REJECTED, null, Msat.ZERO, null, receipt);
    if (seq.isEmpty()) {
      return again(command);
    }
    orders.remember(seq.get(), "REFUSED", OrderStatus.REJECTED, reason);
    return List.of(new OrderNews.Refused(orders.lock(seq.get()), reason));
  }

  /** Another connection brought the same order, and its transaction came first. */
  private List<OrderNews> again(PlaceOrder command) {
    return moves.again(orders.lock(command.key()).orElseThrow(), command);
  }
}
