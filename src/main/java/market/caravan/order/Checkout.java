package market.caravan.order;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import market.caravan.PermanentException;
import market.caravan.catalog.Catalog;
import market.caravan.catalog.Goods;
import market.caravan.catalog.OrderLine;
import market.caravan.catalog.Pricing;
import market.caravan.catalog.Quote;
import market.caravan.catalog.Refusal;
import market.caravan.inventory.Holding;
import market.caravan.inventory.Inventory;
import market.caravan.inventory.Shortage;
import market.caravan.lightning.Refusals;
import market.caravan.lightning.Wallets;
import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Takes orders: prices them, holds their stock and names their invoice, or refuses them. It works
 * in the transaction of the route, and is answered by what the customer is to be told.
 */
@Component
public class Checkout {

  static final String NO_WALLET =
      "This stall can't take payments at the moment, please ask the merchant";

  private final Catalog catalog;
  private final Pricing pricing;
  private final Inventory inventory;
  private final Orders orders;
  private final OrderHistory history;
  private final Attempts attempts;
  private final OrderMoves moves;
  private final UnpaidOrders unpaidOrders;
  private final Wallets wallets;
  private final Refusals refusals;
  private final CheckoutProperties properties;

  Checkout(
      Catalog catalog,
      Pricing pricing,
      Inventory inventory,
      Orders orders,
      OrderHistory history,
      Attempts attempts,
      OrderMoves moves,
      UnpaidOrders unpaidOrders,
      Wallets wallets,
      Refusals refusals,
      CheckoutProperties properties) {
    this.catalog = catalog;
    this.pricing = pricing;
    this.inventory = inventory;
    this.orders = orders;
    this.history = history;
    this.attempts = attempts;
    this.moves = moves;
    this.unpaidOrders = unpaidOrders;
    this.wallets = wallets;
    this.refusals = refusals;
    this.properties = properties;
  }

  /**
   * Takes orders, or refuses them, or answers for the ones that their customers have under these
   * ids already.
   */
  public List<OrderNews> place(List<PlaceOrder> commands) {
    Map<OrderKey, Order> known = orders.lockKnown(keys(commands));
    List<PlaceOrder> unknown =
        commands.stream().filter(command -> !known.containsKey(command.key())).toList();
    List<NewOrder> decided = decide(unknown);
    Map<PlaceOrder.Source, Long> seqs = decided.isEmpty() ? Map.of() : orders.insert(decided);
    Map<Long, NewOrder> filed = new LinkedHashMap<>();
    for (NewOrder order : decided) {
      Long seq = seqs.get(order.command().source());
      if (seq != null) {
        filed.put(seq, order);
      }
    }
    List<OrderNews> news = new ArrayList<>(take(filed));
    for (PlaceOrder command : commands) {
      if (!seqs.containsKey(command.source())) {
        news.addAll(again(command, known.get(command.key())));
      }
    }
    return news;
  }

  /** Locks the orders that there are of these, in one order for everybody. */
  void lock(List<CustomerCommand> commands) {
    orders.lockKnown(keys(commands));
  }

  private static List<OrderKey> keys(List<? extends CustomerCommand> commands) {
    return commands.stream().map(CustomerCommand::key).toList();
  }

  /** The one that was there, or one of another transaction, which came first. */
  private List<OrderNews> again(PlaceOrder command, @Nullable Order known) {
    Order order =
        known == null ? orders.lockKnown(List.of(command.key())).get(command.key()) : known;
    if (order == null) {
      throw unknownMerchant(); // removed since it was looked up
    }
    return moves.again(order, command);
  }

  private List<NewOrder> decide(List<PlaceOrder> commands) {
    if (commands.isEmpty()) {
      return List.of();
    }
    Map<Pubkey, String> merchants =
        catalog.merchantIds(
            commands.stream().map(command -> command.key().merchant()).distinct().toList());
    Map<OrderKey, Integer> unpaid = orders.countUnpaid(keys(commands));
    Map<String, Goods> goods = catalog.goods(productIds(commands, merchants));
    return commands.stream()
        .map(
            command -> {
              String merchant = merchant(command, merchants);
              return refusalOf(command, merchant, unpaid.getOrDefault(command.key(), 0))
                  .map(reason -> NewOrder.refused(merchant, command, reason))
                  .orElseGet(() -> price(merchant, command, goods));
            })
        .toList();
  }

  private static String merchant(PlaceOrder command, Map<Pubkey, String> merchants) {
    return Optional.ofNullable(merchants.get(command.key().merchant()))
        .orElseThrow(Checkout::unknownMerchant);
  }

  private static PermanentException unknownMerchant() {
    return new PermanentException("unknown-merchant", "No such merchant");
  }

  private Map<String, Set<String>> productIds(
      List<PlaceOrder> commands, Map<Pubkey, String> merchants) {
    Map<String, Set<String>> ids = new HashMap<>();
    for (PlaceOrder command : commands) {
      if (command.fault() == null && command.lines().size() <= properties.maxLines()) {
        ids.computeIfAbsent(merchant(command, merchants), merchant -> new HashSet<>())
            .addAll(command.lines().stream().map(OrderLine::productId).toList());
      }
    }
    return ids;
  }

  private Optional<String> refusalOf(PlaceOrder command, String merchant, int unpaid) {
    if (command.fault() != null) {
      return Optional.of(command.fault());
    }
    if (command.lines().size() > properties.maxLines()) {
      return Optional.of("An order has no more than " + properties.maxLines() + " lines");
    }
    if (unpaidOrders.areTooMany(merchant)) {
      return Optional.of("Too many orders are open at the moment, please place a new one later");
    }
    return unpaid < properties.maxUnpaidPerCustomer()
        ? Optional.empty()
        : Optional.of("Too many of your orders are unpaid, please pay those first");
  }

  private NewOrder price(String merchant, PlaceOrder command, Map<String, Goods> goods) {
    Goods known = goods.getOrDefault(merchant, Goods.NONE);
    return switch (pricing.quote(
        command.key().merchant(), command.lines(), command.zoneId(), known)) {
      case Refusal refusal -> NewOrder.refused(merchant, command, refusal.reason());
      case Quote quote -> taken(merchant, command, quote);
    };
  }

  /** Where nobody could make its invoice, the customer is told at once, and the operator too. */
  private NewOrder taken(String merchant, PlaceOrder command, Quote quote) {
    if (wallets.has(quote.wallet())) {
      return NewOrder.taken(merchant, command, quote);
    }
    refusals.count(
        "(unknown)", "unknown-wallet", "A stall's wallet is not among those that are configured");
    return NewOrder.refused(merchant, command, NO_WALLET);
  }

  /**
   * Holds the stock of the orders that were taken and names their invoices.
   *
   * @return what the customers of those that are refused are to be told
   */
  private List<OrderNews> take(Map<Long, NewOrder> filed) {
    List<Holding> holdings = holdings(filed);
    Map<Long, Shortage> shortages =
        properties.holdsPayments() ? inventory.want(holdings) : inventory.hold(holdings);
    Map<Long, NewOrder> taken = new LinkedHashMap<>();
    List<OrderHistory.Line> lines = new ArrayList<>();
    List<OrderNews> news = new ArrayList<>();
    filed.forEach(
        (seq, order) -> {
          Quote quote = order.quote();
          Shortage shortage = shortages.get(seq);
          if (quote == null) {
            String reason = Objects.requireNonNull(order.receipt().failMessage());
            lines.add(new OrderHistory.Line(seq, "REFUSED", OrderStatus.REJECTED, reason));
            news.add(new OrderNews.Refused(order.filed(seq), reason));
          } else if (shortage != null) {
            news.addAll(moves.soldOut(order.filed(seq), SoldOut.inWords(shortage, quote)));
          } else {
            taken.put(seq, order);
            lines.add(new OrderHistory.Line(seq, "PLACED", OrderStatus.PLACED, null));
          }
        });
    attempts.name(
        taken.entrySet().stream()
            .map(order -> NewAttempt.first(order.getKey(), order.getValue()))
            .toList());
    history.remember(lines);
    return news;
  }

  private static List<Holding> holdings(Map<Long, NewOrder> filed) {
    List<Holding> holdings = new ArrayList<>();
    filed.forEach(
        (seq, order) -> {
          Quote quote = order.quote();
          if (quote != null) {
            holdings.add(new Holding(seq, order.merchantId(), quote.pieces()));
          }
        });
    return holdings;
  }
}
