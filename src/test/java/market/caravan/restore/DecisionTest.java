package market.caravan.restore;

import static market.caravan.restore.Said.hash;
import static market.caravan.restore.Said.minute;
import static market.caravan.restore.Said.standing;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import market.caravan.catalog.Goods;
import market.caravan.dialect.PastMessageReader;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.Invoice.State;
import market.caravan.lightning.PaymentHash;
import market.caravan.mailbox.StoredMessage;
import market.caravan.money.Msat;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.Pubkey;
import market.caravan.order.Doubt;
import market.caravan.order.OrderKey;
import market.caravan.order.OrderStatus;
import market.caravan.order.Receipt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an order is taken to have been: the node first, then the merchant's own messages. */
class DecisionTest {

  private static final Pubkey MERCHANT = KeyPair.generate().pubkey();

  private final Said said = new Said(KeyPair.generate().pubkey(), "o-1");
  private final StoredMessage order = said.ordered(0, "teapot", 2);
  private final String first = said.invoice(1);
  private final String second = said.invoice(30);

  private Decision decide(List<Invoice> words, StoredMessage... messages) {
    return decide(words, Map.of(), messages);
  }

  private Decision decide(
      List<Invoice> words, Map<PaymentHash, OrderKey> owners, StoredMessage... messages) {
    PastMessageReader reader = new PastMessageReader();
    PastOrder past =
        PastOrder.of(
            Stream.concat(Stream.of(order), Stream.of(messages))
                .map(message -> reader.read(MERCHANT, message))
                .toList());
    Map<PaymentHash, NodeWord> said =
        words.stream()
            .collect(Collectors.toMap(Invoice::paymentHash, word -> new NodeWord("default", word)));
    return Decision.of("m", past, said, owners, Goods.NONE);
  }

  private static void assertIs(Decision decision, OrderStatus status, Doubt... doubts) {
    assertThat(decision.order().status()).isEqualTo(status);
    assertThat(decision.order().doubts()).containsExactlyInAnyOrder(doubts);
  }

  @Test
  void isPaidWhereTheNodeSaysSoWhateverTheMessagesSay() {
    Decision decision = decide(List.of(standing(first, State.SETTLED)), said.requested(1, first));
    assertIs(decision, OrderStatus.PAID);
    assertThat(decision.order().total()).isEqualTo(Said.PRICE);
    assertThat(decision.order().invoice()).isEqualTo(hash(first));
    assertThat(decision.order().invoices().getFirst().received()).isEqualTo(Said.PRICE);
    assertThat(decision.order().shippedAt()).isNull();
  }

  @Test
  void isNotPaidWhereTheNodeSaysThatItIsNot() {
    Decision decision =
        decide(
            List.of(standing(first, State.CANCELLED)),
            said.requested(1, first),
            said.told(3, true, false));
    assertIs(decision, OrderStatus.EXPIRED);
    assertThat(decision.flags()).contains(Flag.CLAIM_DENIED);
  }

  @Test
  void isClaimedToBePaidWhereNoNodeKnowsItsInvoice() {
    Decision decision = decide(List.of(), said.requested(1, first), said.told(3, true, true));
    assertIs(decision, OrderStatus.EXPIRED, Doubt.PAYMENT_CLAIMED);
    assertThat(decision.order().shippedAt()).isEqualTo(minute(3));
    assertThat(decision.order().invoices().getFirst().state()).isEqualTo(State.CANCELLED);
    assertThat(decision.order().invoices().getFirst().known()).isFalse();
    assertIs(
        decide(List.of(), said.told(3, true, null)), OrderStatus.EXPIRED, Doubt.PAYMENT_CLAIMED);
  }

  @Test
  void isNeverPaidOnTheCustomersWord() {
    assertIs(decide(List.of(), said.requested(1, first), said.pretended(3)), OrderStatus.EXPIRED);
  }

  @Test
  void awaitsThePaymentOfAnInvoiceThatIsOpen() {
    Decision decision = decide(List.of(standing(first, State.OPEN)), said.requested(1, first));
    assertIs(decision, OrderStatus.AWAITING_PAYMENT);
    assertThat(decision.order().invoices().getFirst().known()).isTrue();
    assertIs(
        decide(
            List.of(standing(first, State.OPEN)),
            said.requested(1, first),
            said.told(20, false, false)),
        OrderStatus.EXPIRED);
  }

  @Test
  void costsWhatTheInvoiceSaidThatWasPaid() {
    Decision decision =
        decide(
            List.of(standing(first, State.SETTLED), standing(second, State.CANCELLED)),
            said.requested(1, first),
            said.requested(30, second));
    assertIs(decision, OrderStatus.PAID);
    assertThat(decision.order().invoice()).isEqualTo(hash(first));
    assertThat(decision.order().invoices()).hasSize(2);
  }

  @Test
  void saysWhatThereIsToKnowOfPaymentsThatAreNotInOrder() {
    assertThat(
            decide(
                    List.of(standing(first, State.SETTLED), standing(second, State.SETTLED)),
                    said.requested(1, first),
                    said.requested(30, second))
                .flags())
        .contains(Flag.PAID_TWICE);
    Decision locked = decide(List.of(standing(first, State.HELD)), said.requested(1, first));
    assertIs(locked, OrderStatus.AWAITING_PAYMENT);
    assertThat(locked.flags()).contains(Flag.PAYMENT_LOCKED_IN);
    assertIs(
        decide(
            List.of(standing(first, State.SETTLED, new Msat(499_999))), said.requested(1, first)),
        OrderStatus.PAID,
        Doubt.PAYMENT_SHORT);
  }

  @Test
  void isInDoubtWhereItsMoneyMayHaveGoneBack() {
    List<Invoice> settled = List.of(standing(first, State.SETTLED)); // in minute 3
    assertIs(
        decide(
            settled,
            said.requested(1, first),
            said.told(4, true, false),
            said.told(9, false, false)),
        OrderStatus.PAID,
        Doubt.PAYMENT_TAKEN_BACK);
    assertIs(
        decide(settled, said.requested(1, first), said.withdrawn(2)),
        OrderStatus.PAID,
        Doubt.PAYMENT_TAKEN_BACK);
    assertIs(
        decide(settled, said.requested(1, first), said.told(2, false, false)),
        OrderStatus.PAID,
        Doubt.PAYMENT_TAKEN_BACK);
    assertIs(
        decide(settled, said.requested(1, first), said.withdrawn(5)),
        OrderStatus.PAID,
        Doubt.PAYMENT_TAKEN_BACK);
    assertIs(
        decide(settled, said.requested(1, first), said.told(4, true, false), said.withdrawn(5)),
        OrderStatus.PAID);
    assertIs(
        decide(settled, said.told(0, false, false), said.requested(1, first)), OrderStatus.PAID);
  }

  @Test
  void isInDoubtWhereTheCustomerOrderedTwoThingsUnderOneId() {
    assertIs(
        decide(
            List.of(standing(first, State.SETTLED)),
            said.requested(1, first),
            said.ordered(-5, "teapot", 90)),
        OrderStatus.PAID,
        Doubt.ORDER_CONTRADICTED);
  }

  @Test
  void isRefusedWithTheReasonThatWasGiven() {
    Decision decision = decide(List.of(), said.refused(1, "Sold out"));
    assertIs(decision, OrderStatus.REJECTED);
    assertThat(decision.order().receipt().failMessage()).isEqualTo("Sold out");
    assertThat(decision.order().invoice()).isNull();
    assertThat(decide(List.of()).order().receipt().failMessage()).contains("not known");
  }

  @Test
  void isCancelledWhereTheCustomerWithdrewItsLastInvoice() {
    List<Invoice> cancelled = List.of(standing(first, State.CANCELLED));
    assertIs(decide(cancelled, said.requested(1, first), said.withdrawn(2)), OrderStatus.CANCELLED);
    assertIs(
        decide(
            List.of(standing(first, State.CANCELLED), standing(second, State.OPEN)),
            said.requested(1, first),
            said.withdrawn(2),
            said.requested(30, second)),
        OrderStatus.AWAITING_PAYMENT);
  }

  @Test
  void leavesOutAnInvoiceOfAnotherOrder() {
    String others = Said.invoice(1, Said.PRICE, "Order 'o-2' for pubkey '" + said.customer + "'");
    String nobodys = Said.invoice(1, Said.PRICE, "Rent");
    for (String invoice : List.of(others, nobodys)) {
      Decision decision =
          decide(List.of(standing(invoice, State.SETTLED)), said.requested(1, invoice));
      assertIs(decision, OrderStatus.REJECTED);
      assertThat(decision.flags()).contains(Flag.INVOICE_OF_ANOTHER_ORDER);
      assertIs(decide(List.of(), said.requested(1, invoice)), OrderStatus.REJECTED);
    }
    OrderKey owner = new OrderKey(MERCHANT, said.customer, "o-7");
    assertIs(
        decide(
            List.of(standing(first, State.SETTLED)),
            Map.of(hash(first), owner),
            said.requested(1, first)),
        OrderStatus.REJECTED);
  }

  @Test
  void leavesOutAnInvoiceOfWhichTheNodeSaysOtherThanItsText() {
    String others = Said.invoice(1, Said.PRICE, "Order 'o-2' for pubkey '" + said.customer + "'");
    Msat less = Msat.ofSat(1);
    for (Invoice word :
        List.of(settled(others, Said.PRICE), settled(null, Said.PRICE), settled(first, less))) {
      Decision decision = decide(List.of(word), said.requested(1, first));
      assertIs(decision, OrderStatus.REJECTED);
      assertThat(decision.flags()).contains(Flag.INVOICE_OF_ANOTHER_ORDER);
    }
    assertIs(
        decide(List.of(settled(first, Said.PRICE)), said.requested(1, first)), OrderStatus.PAID);
  }

  /** What the node says of the first invoice's payment hash. */
  private Invoice settled(@Nullable String bolt11, Msat amount) {
    Invoice standing = standing(first, State.SETTLED);
    return new Invoice(
        standing.paymentHash(),
        bolt11,
        amount,
        amount,
        State.SETTLED,
        standing.expiresAt(),
        standing.settledAt());
  }

  @Test
  void showsAProductThatIsGoneByItsIdWithoutAPrice() {
    Decision decision = decide(List.of(), said.refused(1, "Sold out"));
    Receipt.Line line = decision.order().receipt().products().getFirst();
    assertThat(line.name()).isEqualTo("teapot");
    assertThat(line.price()).isEqualByComparingTo(BigDecimal.ZERO);
    assertThat(line.quantity()).isEqualTo(2);
    assertThat(decision.flags()).contains(Flag.PRODUCT_GONE, Flag.STALL_UNKNOWN);
    assertThat(Objects.toString(decision.order().stallId())).isEqualTo("null");
  }
}
