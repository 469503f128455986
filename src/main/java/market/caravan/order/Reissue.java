package market.caravan.order;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
import market.caravan.lightning.Preimage;
import market.caravan.lightning.Wallets;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Has an order invoiced again, at today's price and rate, in the transaction of the route. The
 * invoice before is cancelled first: only when nobody can pay it any more is the node asked for
 * another.
 */
@Component
public class Reissue {

  private final Orders orders;
  private final Attempts attempts;
  private final OrderMoves moves;
  private final Catalog catalog;
  private final Pricing pricing;
  private final Inventory inventory;
  private final Wallets wallets;

  Reissue(
      Orders orders,
      Attempts attempts,
      OrderMoves moves,
      Catalog catalog,
      Pricing pricing,
      Inventory inventory,
      Wallets wallets) {
    this.orders = orders;
    this.attempts = attempts;
    this.moves = moves;
    this.catalog = catalog;
    this.pricing = pricing;
    this.inventory = inventory;
    this.wallets = wallets;
  }

  /**
   * Names the order's next attempt. The customer is told once the node has made its invoice.
   *
   * @throws PermanentException if there is no such order, its payment is just arriving, or it can't
   *     be had any more at any price
   * @throws IllegalTransitionException if the order's status does not allow it
   */
  public List<OrderNews> reissue(ReissueInvoice command) {
    Order order = orders.lock(command);
    Transitions.outcome(OrderEvent.REISSUED, order.status());
    order.requireNo(EnumSet.of(Doubt.PAYMENT_CLAIMED));
    if (attempts.isPaymentArriving(order.seq())) {
      throw PaymentArriving.conflict();
    }
    Orders.Wish wish = orders.wish(order.seq());
    String zone = command.zoneId() == null ? wish.zoneId() : command.zoneId();
    Quote quote = price(order, wish.lines(), zone);
    noteStock(order, quote);
    attempts.supersede(order.seq());
    List<OrderNews> news = moves.apply(OrderEvent.REISSUED, order, null);
    name(order, quote);
    return news;
  }

  private Quote price(Order order, List<OrderLine> lines, @Nullable String zone) {
    Set<String> ids = lines.stream().map(OrderLine::productId).collect(Collectors.toSet());
    Map<String, Goods> goods = catalog.goods(Map.of(order.merchantId(), ids));
    return switch (pricing.quote(
        order.key().merchant(), lines, zone, goods.getOrDefault(order.merchantId(), Goods.NONE))) {
      case Quote quote -> payable(quote);
      case Refusal refusal -> throw new PermanentException("not-for-sale", refusal.reason());
    };
  }

  private Quote payable(Quote quote) {
    if (!wallets.has(quote.wallet())) {
      throw new PermanentException("not-for-sale", Checkout.NO_WALLET);
    }
    return quote;
  }

  /** Of an order that was refused before it held anything. */
  private void noteStock(Order order, Quote quote) {
    if (inventory.isNoted(order.seq())) {
      return;
    }
    Holding holding = new Holding(order.seq(), order.merchantId(), quote.pieces());
    Shortage shortage = inventory.want(List.of(holding)).get(order.seq());
    if (shortage != null) {
      throw new PermanentException("sold-out", SoldOut.inWords(shortage, quote));
    }
  }

  private void name(Order order, Quote quote) {
    Attempt before = attempts.current(List.of(order.seq())).get(order.seq());
    Preimage preimage = Preimage.random();
    orders.quote(
        order.quoted(quote.total(), preimage.hash(), Receipt.of(quote)),
        quote.stallId(),
        quote.zoneId());
    attempts.name(
        List.of(
            new NewAttempt(
                order.seq(),
                before == null ? 1 : before.number() + 1,
                order.key(),
                quote.wallet(),
                quote.total(),
                preimage)));
  }
}
