package market.caravan.restore;

import static market.caravan.restore.Said.hash;
import static market.caravan.restore.Said.standing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import market.caravan.Instance;
import market.caravan.PostgresTest;
import market.caravan.TestClock;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.Invoice.State;
import market.caravan.mailbox.StoredMessage;
import market.caravan.nostr.EventId;
import market.caravan.order.CancelOrder;
import market.caravan.order.ConfirmOrder;
import market.caravan.order.Doubt;
import market.caravan.order.OrderNews;
import market.caravan.order.RefundOrder;
import market.caravan.order.ReissueInvoice;
import market.caravan.order.ShipOrder;
import org.junit.jupiter.api.Test;

/** What a run writes, and what it leaves alone. */
class RestorerIT extends PostgresTest {

  private final TestClock clock = new TestClock(Said.START.plus(Duration.ofDays(30)));
  private final Archive archive = new Archive("m", dataSource, clock);

  /** An order that was paid and shipped, as the node and the merchant's own messages have it. */
  private Said sold(String id) {
    Said said = archive.customer(id);
    String invoice = said.invoice(1);
    archive.file(
        said.ordered(0, "teapot", 2),
        said.requested(1, invoice),
        said.told(3, true, false),
        said.told(9, true, true));
    archive.says(standing(invoice, State.SETTLED));
    return said;
  }

  private void openShop() {
    archive.openStall("s");
    archive.shelve("teapot", "s");
  }

  private Map<String, Object> order(String id) {
    return jdbc.sql("SELECT * FROM orders WHERE id = :id").param("id", id).query().singleRow();
  }

  private int count(String table) {
    return jdbc.sql("SELECT count(*) FROM " + table).query(Integer.class).single();
  }

  /** All that a run may write, as it stands; seq and the times of writing are left out. */
  private List<String> books() {
    List<String> books = new ArrayList<>();
    for (String table : List.of("orders", "invoice", "shipment", "order_history", "reservation")) {
      books.addAll(
          jdbc.sql("SELECT '" + table + " ' || t FROM " + table + " t ORDER BY t::text")
              .query(String.class)
              .list());
    }
    return books;
  }

  private void assertNobodyIsTold() {
    assertThat(count("outbox")).isZero();
    assertThat(count("refund")).isZero();
    assertThat(count("invoice WHERE instruction IS NOT NULL OR due_at IS NOT NULL")).isZero();
    assertThat(count("product WHERE quantity <> 7 OR reserved <> 0")).isZero();
    assertThat(count("reservation")).isZero();
  }

  @Test
  void rebuildsOrdersPaymentsAndShipmentsAndTellsNobody() {
    openShop();
    sold("o-1");
    RestoreRun run = archive.restore();

    assertThat(run.state()).isEqualTo(RestoreRun.State.DONE);
    assertThat(run.restored()).isEqualTo(1);
    assertThat(run.messagesRead()).isEqualTo(4);
    assertThat(run.percent()).isEqualTo(100);
    assertThat(order("o-1"))
        .containsEntry("status", "PAID")
        .containsEntry("paid", true)
        .containsEntry("shipped", true)
        .containsEntry("stall_id", "s")
        .containsEntry("shipping_id", "z")
        .containsEntry("total_msat", 500_000L)
        .containsEntry("address", "1 Test Street");
    assertThat(count("invoice WHERE state = 'SETTLED' AND received_msat = 500000")).isEqualTo(1);
    assertThat(count("shipment WHERE shipped_at = '2026-01-01T00:09:00Z'")).isEqualTo(1);
    assertThat(jdbc.sql("SELECT event FROM order_history ORDER BY seq").query(String.class).list())
        .containsExactly("RESTORED", "DELIVERED");
    assertNobodyIsTold();
  }

  @Test
  void restoresNothingTwice() {
    openShop();
    sold("o-1");
    Said other = archive.customer("o-1");
    archive.file(other.ordered(0, "teapot", 1), other.refused(1, "Sold out"));
    assertThat(archive.restore().restored()).isEqualTo(2);
    List<String> before = books();

    RestoreRun again = archive.restore();
    assertThat(again.restored() + again.repaired()).isZero();
    assertThat(again.unchanged()).isEqualTo(2);
    assertThat(archive.found(again)).isEmpty();
    assertThat(books()).isEqualTo(before);
  }

  @Test
  void saysInADryRunWhatItWouldChangeAndChangesNothing() {
    openShop();
    sold("o-1");
    RestoreRun run = archive.restoreDryly();
    assertThat(run.restored()).isEqualTo(1);
    assertThat(archive.found(run))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.outcome()).isEqualTo(Finding.Outcome.RESTORED);
              assertThat(Objects.toString(found.status())).isEqualTo("PAID");
            });
    assertThat(books()).isEmpty();
    assertThat(archive.restore().restored()).isEqualTo(1);
  }

  @Test
  void keepsAClaimBesideTheStatusUntilTheMerchantConfirmsIt() {
    openShop();
    Said said = archive.customer("o-1");
    archive.file(
        said.ordered(0, "teapot", 1),
        said.requested(1, said.invoice(1)),
        said.told(3, true, false));
    RestoreRun run = archive.restore();
    assertThat(run.doubtful()).isEqualTo(1);
    assertThat(archive.found(run).getFirst().doubts()).containsExactly(Doubt.PAYMENT_CLAIMED);
    assertThat(order("o-1"))
        .containsEntry("status", "EXPIRED")
        .containsEntry("doubts", "PAYMENT_CLAIMED");

    ShipOrder ship = new ShipOrder("m", "o-1", null, true, null);
    assertThatThrownBy(() -> archive.in(() -> archive.orders.shipping.ship(ship)))
        .as("even where unpaid orders may be shipped")
        .hasMessageContaining("confirm");
    ConfirmOrder confirm = new ConfirmOrder("m", "o-1", null);
    assertThat(archive.in(() -> archive.orders.confirmation.confirm(confirm)))
        .as("nobody is told")
        .isEmpty();
    assertThat(order("o-1")).containsEntry("status", "PAID").containsEntry("doubts", null);
    assertThat(archive.in(() -> archive.orders.confirmation.confirm(confirm))).isEmpty();
    assertThatThrownBy(
            () ->
                archive.in(
                    () ->
                        archive.orders.refund.refund(
                            new RefundOrder("m", "o-1", null, "r", null, null))))
        .hasMessageContaining("can't be sent back");
    archive.in(() -> archive.orders.shipping.ship(ship));
    assertThat(order("o-1")).containsEntry("shipped", true);
    assertThat(archive.restore().unchanged()).as("it has lived on").isEqualTo(1);
  }

  @Test
  void confirmsNothingThatNobodyDoubts() {
    Said said = archive.customer("o-1");
    archive.file(said.ordered(0, "teapot", 1), said.requested(1, said.invoice(1)));
    archive.restore();
    assertThatThrownBy(
            () ->
                archive.in(
                    () -> archive.orders.confirmation.confirm(new ConfirmOrder("m", "o-1", null))))
        .hasMessageContaining("in doubt");
    assertThat(order("o-1")).containsEntry("status", "EXPIRED");
  }

  @Test
  void takesNoOrderForPaidForThatItWasDoubtedFor() {
    openShop();
    Said said = contradicted("o-1", State.CANCELLED);
    archive.restore();
    assertThat(order("o-1"))
        .containsEntry("status", "EXPIRED")
        .containsEntry("doubts", "ORDER_CONTRADICTED");
    archive.in(
        () -> archive.orders.confirmation.confirm(new ConfirmOrder("m", "o-1", said.customer)));
    assertThat(order("o-1")).containsEntry("status", "EXPIRED").containsEntry("doubts", null);
    assertThat(count("order_history WHERE event = 'CONFIRMED'")).isEqualTo(1);
    assertThat(archive.restore().unchanged()).as("it is not doubted again").isEqualTo(1);
  }

  /** An order of which the customer has backdated others, more than are read. */
  private Said contradicted(String id, State state) {
    Said said = archive.customer(id);
    String invoice = said.invoice(1);
    for (int minute = -9; minute < 0; minute++) {
      archive.file(said.ordered(minute, "teapot", 5));
    }
    archive.file(said.ordered(0, "teapot", 1), said.requested(1, invoice));
    archive.says(standing(invoice, state));
    return said;
  }

  @Test
  void deliversNothingOfAnOrderThatIsInDoubt() {
    openShop();
    contradicted("o-1", State.OPEN);
    String other = archive.node.values().iterator().next().bolt11();
    archive.restore();
    assertThat(order("o-1"))
        .as("however many the customer has sent")
        .containsEntry("doubts", "ORDER_CONTRADICTED");
    assertThat(hear(standing(Objects.requireNonNull(other), State.SETTLED)))
        .hasSize(1)
        .noneMatch(OrderNews.Autoreply.class::isInstance);
    assertThat(order("o-1")).containsEntry("status", "PAID");
    assertThat(count("order_history WHERE event = 'DELIVERED'")).isZero();

    ConfirmOrder confirm = new ConfirmOrder("m", "o-1", null);
    assertThat(archive.in(() -> archive.orders.confirmation.confirm(confirm)))
        .as("what its customer has paid for")
        .hasSize(1)
        .allMatch(OrderNews.Autoreply.class::isInstance);
    assertThat(count("order_history WHERE event = 'DELIVERED'")).isEqualTo(1);
    assertThat(archive.in(() -> archive.orders.confirmation.confirm(confirm))).isEmpty();
  }

  @Test
  void deliversNothingAgainOfAnOrderThatWasPaidBeforeItWasRestored() {
    openShop();
    contradicted("o-1", State.SETTLED);
    archive.restore();
    assertThat(order("o-1")).containsEntry("status", "PAID");

    ConfirmOrder confirm = new ConfirmOrder("m", "o-1", null);
    assertThat(archive.in(() -> archive.orders.confirmation.confirm(confirm))).isEmpty();
  }

  @Test
  void givesNoMoneyBackThatMayHaveGoneBackAlready() {
    openShop();
    Said said = archive.customer("o-1");
    String invoice = said.invoice(1);
    archive.file(
        said.ordered(0, "teapot", 2), said.requested(1, invoice), said.told(9, false, false));
    archive.says(standing(invoice, State.SETTLED));
    archive.restore();
    assertThat(order("o-1")).containsEntry("doubts", "PAYMENT_TAKEN_BACK");
    RefundOrder refund = new RefundOrder("m", "o-1", null, "r", null, null);
    CancelOrder cancel = new CancelOrder("m", "o-1", null, null);
    assertThatThrownBy(() -> archive.in(() -> archive.orders.refund.refund(refund)))
        .hasMessageContaining("PAYMENT_TAKEN_BACK");
    assertThatThrownBy(() -> archive.in(() -> archive.orders.cancellation.cancel(cancel)))
        .hasMessageContaining("PAYMENT_TAKEN_BACK");
    archive.in(() -> archive.orders.confirmation.confirm(new ConfirmOrder("m", "o-1", null)));
    assertThat(archive.in(() -> archive.orders.refund.refund(refund)))
        .anyMatch(OrderNews.RefundDue.class::isInstance);
  }

  @Test
  void givesBackWhatIsLockedInOfACancelledOrderOnceItIsCancelledAgain() {
    openShop();
    Said said = archive.customer("o-1");
    String invoice = said.invoice(1);
    archive.file(said.ordered(0, "teapot", 1), said.requested(1, invoice), said.withdrawn(2));
    archive.says(standing(invoice, State.HELD));
    archive.restore();
    assertThat(order("o-1")).containsEntry("status", "CANCELLED");
    assertNobodyIsTold();
    CancelOrder cancel = new CancelOrder("m", "o-1", null, null);
    assertThat(archive.in(() -> archive.orders.cancellation.cancel(cancel))).isEmpty();
    assertThat(archive.orders.nodeWork.instructions().next().cancellation()).isEqualTo("CANCEL");
  }

  @Test
  void readsTheNewestThatTheMerchantSaidHoweverMuchThatIs() {
    openShop();
    Said said = archive.customer("o-1");
    String invoice = said.invoice(1);
    List<StoredMessage> messages = new ArrayList<>();
    for (int minute = 2; minute < 600; minute++) {
      messages.add(said.told(minute, false, false));
    }
    archive.file(messages);
    archive.file(
        said.ordered(0, "teapot", 1), said.requested(1, invoice), said.told(600, true, true));
    archive.says(standing(invoice, State.SETTLED));
    archive.restore();
    assertThat(order("o-1"))
        .containsEntry("status", "PAID")
        .containsEntry("shipped", true)
        .containsEntry("doubts", null);
  }

  @Test
  void believesANodeThatIsThereAtTheSecondRun() {
    Said said = archive.customer("o-1");
    String invoice = said.invoice(1);
    archive.file(
        said.ordered(0, "teapot", 1), said.requested(1, invoice), said.told(3, true, false));
    archive.restore();
    archive.says(standing(invoice, State.SETTLED));
    assertThat(archive.restore().repaired()).isEqualTo(1);
    assertThat(order("o-1")).containsEntry("status", "PAID").containsEntry("doubts", null);
    assertThat(count("invoice WHERE state = 'SETTLED'")).isEqualTo(1);
    assertThat(archive.restore().unchanged()).isEqualTo(1);
  }

  @Test
  void repairsWhatBecomesKnownOfGoodsLater() {
    sold("o-1");
    RestoreRun first = archive.restore();
    assertThat(archive.found(first).getFirst().flags())
        .contains(Flag.PRODUCT_GONE, Flag.STALL_UNKNOWN);
    assertThat(order("o-1")).containsEntry("stall_id", null);
    assertThat(Objects.toString(order("o-1").get("extra_data")))
        .contains("\"name\":\"teapot\"")
        .contains("\"price\":0");

    openShop();
    assertThat(archive.restore().repaired()).isEqualTo(1);
    assertThat(order("o-1")).containsEntry("stall_id", "s");
    assertThat(Objects.toString(order("o-1").get("extra_data")))
        .contains("The teapot")
        .contains("\"price\":400");

    archive.openStall("s-2");
    archive.shelve("teapot", "s-2");
    assertThat(archive.restore().repaired()).as("its stall has moved").isEqualTo(1);
    assertThat(order("o-1")).containsEntry("stall_id", "s-2");
    assertThat(archive.restore().unchanged()).isEqualTo(1);
    assertThat(count("invoice")).isEqualTo(1);
    assertThat(count("shipment")).isEqualTo(1);
  }

  @Test
  void reportsWhatItCannotReadAndGoesOn() {
    openShop();
    Said broken = archive.customer("o-1");
    StoredMessage junk = broken.message(0, true, 0, "{\"id\":\"o-1\",\"type\":0,[");
    archive.file(junk);
    sold("o-2");
    jdbc.sql("UPDATE message SET state = 'FAILED', type = -1 WHERE event_id = :id")
        .param("id", archiveFailed())
        .update();
    RestoreRun run = archive.restore();
    assertThat(run.restored()).isEqualTo(1);
    assertThat(run.skipped()).isEqualTo(1);
    assertThat(archive.found(run))
        .filteredOn(found -> found.outcome() == Finding.Outcome.SKIPPED)
        .extracting(Finding::flags)
        .containsExactlyInAnyOrder(Set.of(Flag.MESSAGE_UNREADABLE), Set.of(Flag.MESSAGE_FAILED));
  }

  private String archiveFailed() {
    Said said = archive.customer("o-3");
    StoredMessage message = said.ordered(0, "teapot", 1);
    archive.file(message);
    return message.eventId().hex();
  }

  @Test
  void leavesOutAnOrderThatCannotBeWritten() {
    openShop();
    sold("o-1");
    sold("o-2");
    sold("o-3");
    jdbc.sql("ALTER TABLE orders ADD CHECK (id <> 'o-2')").update();
    RestoreRun run = archive.restore();
    assertThat(run.state()).isEqualTo(RestoreRun.State.DONE);
    assertThat(run.restored()).isEqualTo(2);
    assertThat(archive.found(run))
        .filteredOn(found -> found.flags().contains(Flag.NOT_WRITABLE))
        .extracting(Finding::orderId)
        .containsExactly("o-2");
  }

  @Test
  void tellsOrdersApartThatNameOneInvoice() {
    openShop();
    Said said = sold("o-1");
    String invoice =
        jdbc.sql("SELECT substring(content from 'lnbcrt[a-z0-9]+') FROM message WHERE type = 1")
            .query(String.class)
            .single();
    Said thief = new Said(said.customer, "o-2");
    archive.file(thief.ordered(20, "teapot", 7), thief.requested(21, invoice));
    RestoreRun run = archive.restore();
    assertThat(run.restored()).isEqualTo(2);
    assertThat(order("o-2")).containsEntry("status", "REJECTED").containsEntry("invoice_id", null);
    assertThat(order("o-1")).containsEntry("status", "PAID");
    assertThat(archive.found(run).getLast().flags()).contains(Flag.INVOICE_OF_ANOTHER_ORDER);
  }

  @Test
  void watchesAnInvoiceThatIsOpenAndTakesItsPayment() {
    openShop();
    Said said = archive.customer("o-1");
    String invoice = said.invoice(1);
    archive.file(said.ordered(0, "teapot", 1), said.requested(1, invoice));
    archive.says(standing(invoice, State.OPEN));
    archive.restore();
    assertThat(order("o-1")).containsEntry("status", "AWAITING_PAYMENT");
    assertThat(
            jdbc.sql(
                    """
                    SELECT payment_hash FROM invoice WHERE state IN ('OPEN', 'HELD')
                      AND instruction IS NULL AND opened_at = :now
                    """)
                .param("now", Timestamp.from(clock.instant()))
                .query(String.class)
                .list())
        .as("it is looked up like any other")
        .containsExactly(hash(invoice).hex());
    assertNobodyIsTold();

    hear(standing(invoice, State.SETTLED));
    assertThat(order("o-1")).containsEntry("status", "PAID");
    assertThat(count("product WHERE quantity = 7 AND reserved = 0"))
        .as("what relays said of the stock was less already")
        .isEqualTo(1);
    assertThat(archive.restore().unchanged()).isEqualTo(1);
  }

  private List<OrderNews> hear(Invoice invoice) {
    return archive.in(() -> archive.orders.payments.record(List.of(invoice)));
  }

  @Test
  void hasOrdersThatAreRefundedAndInvoicedAgainLikeAnyOther() {
    openShop();
    sold("o-1");
    Said said = archive.customer("o-2");
    archive.file(said.ordered(0, "teapot", 2), said.requested(1, said.invoice(1)));
    archive.restore();

    List<OrderNews> refunded =
        archive.in(
            () -> archive.orders.refund.refund(new RefundOrder("m", "o-1", null, "r", null, null)));
    assertThat(refunded)
        .filteredOn(OrderNews.RefundDue.class::isInstance)
        .singleElement()
        .extracting(due -> ((OrderNews.RefundDue) due).amount())
        .isEqualTo(Said.PRICE);
    assertThat(order("o-1")).containsEntry("status", "REFUND_DUE");

    archive.in(() -> archive.orders.reissue.reissue(new ReissueInvoice("m", "o-2", null, null)));
    assertThat(order("o-2")).containsEntry("status", "PLACED");
    assertThat(count("invoice WHERE attempt = 2 AND preimage_sealed IS NOT NULL")).isEqualTo(1);
    assertThat(count("product WHERE quantity = 7 AND reserved = 2")).isEqualTo(1);
    assertThat(archive.orders.nodeWork.invoicesToRequest().hasNext()).isTrue();
    assertThat(archive.restore().unchanged()).as("both have lived on").isEqualTo(2);
  }

  @Test
  void givesAPaymentBackWhoseSecretIsLost() {
    openShop();
    Said said = archive.customer("o-1");
    String invoice = said.invoice(1);
    archive.file(said.ordered(0, "teapot", 1), said.requested(1, invoice));
    archive.says(standing(invoice, State.OPEN));
    archive.restore();
    List<OrderNews> news = hear(standing(invoice, State.HELD));
    assertThat(news).singleElement().isInstanceOf(OrderNews.StatusChanged.class);
    assertThat(order("o-1")).containsEntry("status", "EXPIRED");
    assertThat(archive.orders.nodeWork.instructions().next().cancellation()).isEqualTo("CANCEL");
  }

  @Test
  void goesOnWhereItWasKilled() {
    openShop();
    for (int i = 0; i < 250; i++) {
      Said said = archive.customer("o-" + i);
      archive.file(said.ordered(i, "teapot", 1), said.refused(i, "Sold out"));
    }
    RestoreRun run = archive.runs.request("m", null, false);
    RestorePage first = Objects.requireNonNull(archive.restorer.begin(run));
    archive.write(first);
    RestorePage killed =
        Objects.requireNonNull(archive.restorer.next(archive.runs.find(run.id()).orElseThrow()));
    assertThat(archive.restorer.begin(run)).as("somebody is at it").isNull();

    archive.runs.dropOwnLeases();
    RestoreRun half = archive.runs.find(run.id()).orElseThrow();
    assertThat(half.percent()).isEqualTo(40);
    assertThat(half.restored()).isEqualTo(100);
    RestoreRun done = archive.goOn(run);
    assertThat(done.restored()).isEqualTo(250);
    assertThat(done.ordersRead()).isEqualTo(250);
    assertThat(count("orders")).isEqualTo(250);
    assertThatThrownBy(() -> archive.write(killed)).hasMessageContaining("Somebody else");
    assertThat(jdbc.sql("SELECT id FROM orders ORDER BY seq").query(String.class).list())
        .as("the oldest was placed first")
        .startsWith("o-0", "o-1", "o-2")
        .endsWith("o-249");
  }

  @Test
  void waitsForANodeThatIsAwayAndThenGivesUp() {
    openShop();
    sold("o-1");
    archive.isNodeAway = true;
    RestoreRun run = archive.restore();
    assertThat(run.state()).isEqualTo(RestoreRun.State.UNDER_WAY);
    assertThat(run.error()).isEqualTo("node-away");
    assertThat(count("orders")).isZero();
    clock.advance(Duration.ofSeconds(30));
    archive.isNodeAway = false;
    assertThat(archive.goOn(run).restored()).isEqualTo(1);

    sold("o-2");
    archive.isNodeAway = true;
    RestoreRun given = archive.restore();
    for (int tries = 1; tries < 20; tries++) {
      clock.advance(Duration.ofSeconds(30));
      given = archive.goOn(given);
    }
    assertThat(given.state()).isEqualTo(RestoreRun.State.FAILED);
  }

  @Test
  void isMadeOnceANightWhereThatIsAskedFor() {
    archive.runs.requestNightly();
    assertThat(archive.runs.list("m")).as("it is not, unless it is asked for").isEmpty();

    clock.advance(Duration.ofHours(4)); // from midnight
    var pause = Duration.ofSeconds(30);
    var properties = new RestoreProperties(LocalTime.of(3, 30), pause, pause, 20);
    var nightly = new RestoreRuns(jdbc, properties, new Instance("test"), clock);
    nightly.requestNightly();
    assertThat(nightly.list("m")).as("there is no history").isEmpty();
    sold("o-1");
    nightly.requestNightly();
    nightly.requestNightly();
    assertThat(nightly.list("m")).hasSize(1);
    assertThat(archive.goOn(nightly.list("m").getFirst()).restored()).isEqualTo(1);
    nightly.requestNightly();
    assertThat(nightly.list("m")).hasSize(1);
    clock.advance(Duration.ofDays(1));
    nightly.requestNightly();
    assertThat(nightly.list("m")).hasSize(2);
  }

  @Test
  void restoresTheOrderThatOneMessageIsAbout() {
    openShop();
    sold("o-1");
    sold("o-2");
    String told =
        jdbc.sql("SELECT event_id FROM message WHERE type = 2 AND order_id = 'o-2' LIMIT 1")
            .query(String.class)
            .single();
    RestoreRun run = archive.goOn(archive.runs.request("m", new EventId(told), false));
    assertThat(run.state()).isEqualTo(RestoreRun.State.DONE);
    assertThat(jdbc.sql("SELECT id FROM orders").query(String.class).list()).containsExactly("o-2");
  }

  @Test
  void restoresNothingOfAnotherMerchantsAndLeavesAloneWhatWasPlacedHere() {
    openShop();
    sold("o-1");
    Archive another = new Archive("m-2", dataSource, clock);
    assertThat(another.restore().ordersRead()).isZero();
    assertThat(count("orders")).isZero();

    archive.restore();
    jdbc.sql("UPDATE orders SET restored_at = NULL, status = 'REFUNDED'").update();
    List<String> before = books();
    assertThat(archive.restore().unchanged()).isEqualTo(1);
    assertThat(books()).isEqualTo(before);
  }
}
