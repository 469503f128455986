package market.caravan.restore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import market.caravan.catalog.Goods;
import market.caravan.dialect.PastMessage;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.PaymentHash;
import market.caravan.mailbox.StorableText;
import market.caravan.money.Msat;
import market.caravan.order.Doubt;
import market.caravan.order.Memo;
import market.caravan.order.OrderKey;
import market.caravan.order.OrderStatus;
import market.caravan.order.PastInvoice;
import market.caravan.order.PlaceOrder;
import market.caravan.order.RestoreOrder;
import org.jspecify.annotations.Nullable;

/**
 * What an order is taken to have been: the node's word where it has one; the merchant's own
 * messages for the rest, and then it is in doubt.
 */
record Decision(RestoreOrder order, Set<Flag> flags) {

  private static final String UNANSWERED = "It is not known that the order was ever answered";

  /**
   * Decides it.
   *
   * @param words what nodes say, by payment hash; what none of them knows is not in it
   * @param owners whose the invoices are that are here already
   * @param goods the products that it names, with their stalls, as far as they are known
   */
  static Decision of(
      String merchantId,
      PastOrder past,
      Map<PaymentHash, NodeWord> words,
      Map<PaymentHash, OrderKey> owners,
      Goods goods) {
    PlaceOrder order = Objects.requireNonNull(past.order());
    return new Decider(merchantId, past, order, words, owners, goods).decide();
  }

  private static final class Decider {

    private final String merchantId;
    private final PastOrder past;
    private final PlaceOrder order;
    private final Map<PaymentHash, NodeWord> words;
    private final PastGoods goods;
    private final List<PastInvoice> invoices;
    private final @Nullable PastInvoice paid;
    private final @Nullable PastInvoice current;
    private final Set<Flag> flags = EnumSet.noneOf(Flag.class);
    private final Set<Doubt> doubts = EnumSet.noneOf(Doubt.class);

    Decider(
        String merchantId,
        PastOrder past,
        PlaceOrder order,
        Map<PaymentHash, NodeWord> words,
        Map<PaymentHash, OrderKey> owners,
        Goods goods) {
      this.merchantId = merchantId;
      this.past = past;
      this.order = order;
      this.words = words;
      this.goods = PastGoods.of(order, goods);
      List<Asked> own = past.invoices().stream().filter(asked -> isOwn(asked, owners)).toList();
      if (own.size() < past.invoices().size()) {
        flags.add(Flag.INVOICE_OF_ANOTHER_ORDER);
      }
      invoices = own.stream().map(asked -> invoice(asked)).toList();
      List<PastInvoice> settled = settled();
      paid = settled.isEmpty() ? null : settled.getFirst();
      current = paid == null && !invoices.isEmpty() ? invoices.getLast() : paid;
      if (settled.size() > 1) {
        flags.add(Flag.PAID_TWICE);
      }
    }

    /** The memo says whose it is: anybody may have written any invoice into a message. */
    private boolean isOwn(Asked asked, Map<PaymentHash, OrderKey> owners) {
      NodeWord word = words.get(asked.hash());
      return owners.getOrDefault(asked.hash(), order.key()).equals(order.key())
          && isOwn(Memo.read(asked.memo()))
          && (word == null || isSame(asked, word.invoice()));
    }

    private boolean isOwn(Optional<Memo> memo) {
      return memo.map(its -> its.isOf(order.key())).orElse(false);
    }

    /**
     * Anybody may have written another text around the payment hash of an invoice of the node's.
     */
    private boolean isSame(Asked asked, Invoice said) {
      return said.amount().equals(asked.amount()) && isOwn(Memo.of(said));
    }

    private PastInvoice invoice(Asked asked) {
      NodeWord word = words.get(asked.hash());
      Invoice said = word == null ? null : word.invoice();
      return new PastInvoice(
          asked.hash(),
          asked.bolt11(),
          word == null ? goods.wallet() : word.wallet(),
          asked.amount(),
          StorableText.of(Objects.requireNonNullElse(asked.memo(), "")),
          asked.madeAt(),
          asked.expiresAt(),
          said != null,
          said == null ? Invoice.State.CANCELLED : said.state(),
          said == null ? Msat.ZERO : said.received(),
          said == null ? null : said.settledAt());
    }

    private List<PastInvoice> settled() {
      List<PastInvoice> settled = new ArrayList<>(invoices);
      settled.removeIf(invoice -> invoice.state() != Invoice.State.SETTLED);
      settled.sort(Comparator.comparing(Decider::settledAt));
      return settled;
    }

    private static Instant settledAt(PastInvoice invoice) {
      return Optional.ofNullable(invoice.settledAt()).orElse(invoice.madeAt());
    }

    Decision decide() {
      OrderStatus status = status();
      doubt();
      flags.addAll(goods.flags());
      if (!past.unreadable().isEmpty()) {
        flags.add(Flag.MESSAGE_UNREADABLE);
      }
      if (invoices.stream().anyMatch(each -> each.state() == Invoice.State.HELD)) {
        flags.add(Flag.PAYMENT_LOCKED_IN);
      }
      return new Decision(
          new RestoreOrder(
              merchantId,
              order,
              status,
              doubts,
              goods.receipt(status == OrderStatus.REJECTED ? refusal() : null),
              current == null ? Msat.ZERO : current.amount(),
              goods.stallId(),
              current == null ? null : current.hash(),
              invoices,
              past.shippedAt(),
              status == OrderStatus.PAID && goods.replyByThemselves()),
          Set.copyOf(flags));
    }

    private String refusal() {
      return Optional.ofNullable(past.refusal())
          .or(() -> Optional.ofNullable(order.fault()))
          .orElse(UNANSWERED);
    }

    private OrderStatus status() {
      if (paid != null) {
        return OrderStatus.PAID;
      }
      if (isToldPaid()) {
        if (invoices.isEmpty() || invoices.stream().anyMatch(invoice -> !invoice.known())) {
          doubts.add(Doubt.PAYMENT_CLAIMED);
          return isPayable() ? OrderStatus.AWAITING_PAYMENT : OrderStatus.EXPIRED;
        }
        flags.add(Flag.CLAIM_DENIED);
      }
      if (isWithdrawn()) {
        return OrderStatus.CANCELLED;
      }
      if (current == null) {
        return OrderStatus.REJECTED;
      }
      return isPayable() && !isGivenUp(current.madeAt())
          ? OrderStatus.AWAITING_PAYMENT
          : OrderStatus.EXPIRED;
    }

    private boolean isToldPaid() {
      PastMessage.Told told = past.lastTold();
      return told != null && told.paid();
    }

    private boolean isPayable() {
      return current != null && !current.state().isFinal();
    }

    /** An order that was invoiced after the wish was not withdrawn by it. */
    private boolean isWithdrawn() {
      return past.withdrawals().stream()
          .anyMatch(at -> current == null || !at.isBefore(current.madeAt()));
    }

    /** Whether the merchant has said, from then on, that it is not paid. */
    private boolean isGivenUp(Instant since) {
      PastMessage.Told told = past.lastTold();
      return told != null && !told.paid() && !told.at().isBefore(since);
    }

    private void doubt() {
      if (past.isContradicted()) {
        doubts.add(Doubt.ORDER_CONTRADICTED);
      }
      if (paid != null && paid.received().compareTo(paid.amount()) < 0) {
        doubts.add(Doubt.PAYMENT_SHORT);
      }
      if (paid != null && isTakenBack(paid.madeAt(), settledAt(paid))) {
        doubts.add(Doubt.PAYMENT_TAKEN_BACK);
      }
    }

    /**
     * Cancelled before the payment came, or not paid at the merchant's last word. That is compared
     * with when the invoice was made: the node's clock, by which it was settled, may not be ours,
     * and the last word may have come just before what it led to.
     */
    private boolean isTakenBack(Instant madeAt, Instant settledAt) {
      return isGivenUp(madeAt)
          || past.withdrawals().stream()
              .anyMatch(at -> !at.isBefore(madeAt) && (at.isBefore(settledAt) || !isToldPaid()));
    }
  }
}
