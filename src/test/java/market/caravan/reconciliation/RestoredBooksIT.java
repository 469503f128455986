package market.caravan.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import market.caravan.PostgresTest;
import market.caravan.catalog.OrderLine;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import market.caravan.money.Msat;
import market.caravan.nostr.EventId;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.Pubkey;
import market.caravan.order.ConfirmOrder;
import market.caravan.order.Contact;
import market.caravan.order.Doubt;
import market.caravan.order.OrderKey;
import market.caravan.order.OrderStatus;
import market.caravan.order.PastInvoice;
import market.caravan.order.PlaceOrder;
import market.caravan.order.Receipt;
import market.caravan.order.RestoreOrder;
import market.caravan.order.TestPastOrders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Orders that were restored, compared with the node that has outlived the database. */
class RestoredBooksIT extends PostgresTest {

  private static final Msat PRICE = Msat.ofSat(400);

  private final Instant now = Instant.now();
  private final Clock clock = Clock.systemUTC();
  private final Pubkey customer = KeyPair.generate().pubkey();
  private final PaymentHash hash = Preimage.random().hash();
  private final TestPastOrders orders = new TestPastOrders(jdbc, clock);
  private final OurInvoices ours = new OurInvoices(jdbc);
  private final Differences differences = new Differences(jdbc);
  private final TransactionTemplate transaction =
      new TransactionTemplate(new DataSourceTransactionManager(dataSource));

  private void restore(OrderStatus status, Set<Doubt> doubts, Invoice.@Nullable State said) {
    boolean isSettled = said == Invoice.State.SETTLED;
    PlaceOrder order =
        new PlaceOrder(
            new OrderKey(KeyPair.generate().pubkey(), customer, "o-1"),
            new EventId(Preimage.random().hash().hex()),
            now.minusSeconds(3_600),
            "",
            List.of(new OrderLine("teapot", 1)),
            null,
            null,
            null,
            null,
            Contact.NONE,
            null);
    PastInvoice invoice =
        new PastInvoice(
            hash,
            "lnbcrt1",
            "",
            PRICE,
            "",
            now.minusSeconds(3_500),
            now.minusSeconds(2_600),
            said != null,
            said == null ? Invoice.State.CANCELLED : said,
            isSettled ? PRICE : Msat.ZERO,
            isSettled ? now.minusSeconds(3_400) : null);
    Receipt receipt =
        new Receipt(
            List.of(Receipt.Line.gone("teapot", 1)),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    var restored =
        new RestoreOrder(
            "m", order, status, doubts, receipt, PRICE, null, hash, List.of(invoice), null, false);
    transaction.executeWithoutResult(
        unused -> assertThat(orders.pastOrders.file(List.of(restored))).isEqualTo(1));
  }

  private Optional<Kind> compared(Invoice.@Nullable State said) {
    List<OurInvoice> named =
        ours.named(List.of("", "default"), now.minus(Duration.ofDays(1)), now, 0, 0);
    assertThat(named).hasSize(1);
    Msat received = said == Invoice.State.SETTLED ? PRICE : Msat.ZERO;
    return Comparison.of(
        named.getFirst(),
        said == null ? null : new Invoice(hash, "lnbcrt1", PRICE, received, said, now, null));
  }

  /** What our own books have against themselves. */
  private List<Difference> concluded() {
    var reconciliations =
        new Reconciliations(
            jdbc,
            new Binder().bindOrCreate("caravan.reconciliation", ReconciliationProperties.class),
            clock);
    Reconciliation run = reconciliations.request();
    differences.conclude(run);
    return differences.of(run.id(), null);
  }

  @Test
  void agreeWithTheNodeThatRestoredThem() {
    restore(OrderStatus.PAID, Set.of(), Invoice.State.SETTLED);

    assertThat(compared(Invoice.State.SETTLED)).isEmpty();
    assertThat(compared(Invoice.State.CANCELLED)).contains(Kind.SETTLED_ONLY_HERE);
    assertThat(concluded()).isEmpty();
  }

  @Test
  void areWhatTheMerchantHasConfirmedWhereNoNodeKnowsThePayment() {
    restore(OrderStatus.EXPIRED, Set.of(Doubt.PAYMENT_CLAIMED), null);
    assertThat(compared(null)).isEmpty();

    transaction.executeWithoutResult(
        status -> orders.confirmation.confirm(new ConfirmOrder("m", "o-1", customer)));
    assertThat(jdbc.sql("SELECT status FROM orders").query(String.class).single())
        .isEqualTo("PAID");
    assertThat(compared(null)).isEmpty();
    assertThat(concluded()).isEmpty();
    jdbc.sql("DELETE FROM order_history WHERE event = 'PAYMENT_CONFIRMED'").update();
    assertThat(concluded()).extracting(Difference::kind).containsOnly(Kind.PAID_WITHOUT_PAYMENT);
  }
}
