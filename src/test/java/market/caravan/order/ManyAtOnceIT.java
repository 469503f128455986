package market.caravan.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import market.caravan.PermanentException;
import market.caravan.PostgresTest;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.Invoice.State;
import market.caravan.money.Msat;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.Pubkey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What comes at the same time is decided as if it had come one after the other. */
class ManyAtOnceIT extends PostgresTest {

  private static final Msat PRICE = Msat.ofSat(105);

  private Trade trade;

  @BeforeEach
  void openShop() {
    trade = new Trade(dataSource, Clock.systemUTC());
    trade.shelve("teapot", 2L);
    trade.shelve("download", null);
  }

  @Test
  void sellsTheLastPiecesToTheFirstOrdersOfAList() {
    List<OrderNews> news =
        trade.place(IntStream.range(0, 5).mapToObj(i -> order("o-" + i, "teapot")).toList());

    assertThat(statuses("o-0", "o-1", "o-2", "o-3", "o-4"))
        .containsExactly("PLACED", "PLACED", "REJECTED", "REJECTED", "REJECTED");
    assertThat(news)
        .hasSize(3)
        .allSatisfy(
            told ->
                assertThat(((OrderNews.Refused) told).reason()).contains("teapot is not in stock"));
    assertThat(count("invoice")).isEqualTo(2);
    assertThat(count("order_history")).isEqualTo(5);
    assertThat(stock()).isEqualTo("2/2");
  }

  @Test
  void decidesEachOrderOfAListByItself() {
    List<OrderNews> news =
        trade.place(
            List.of(
                order("good", "download"),
                order("unknown", "no-such-product"),
                order("late", "download").because("Too late"),
                order("piece", "teapot")));
    assertThat(statuses("good", "unknown", "late", "piece"))
        .containsExactly("PLACED", "REJECTED", "REJECTED", "PLACED");
    assertThat(news).extracting(told -> told.order().key().id()).containsExactly("unknown", "late");
  }

  @Test
  void takesAnOrderOnceThatIsTwiceInAList() {
    Pubkey customer = KeyPair.generate().pubkey();
    List<OrderNews> news =
        trade.place(
            List.of(
                trade.order(customer, "o", Map.of("teapot", 1L)),
                trade.order(customer, "o", Map.of("teapot", 1L)),
                trade.order(customer, "o", Map.of("teapot", 2L))));
    assertThat(count("orders")).isEqualTo(1);
    assertThat(stock()).isEqualTo("2/1");
    assertThat(news)
        .singleElement()
        .isInstanceOfSatisfying(
            OrderNews.Refused.class, told -> assertThat(told.reason()).contains("another order"));
  }

  @Test
  void takesOneEventThatOrdersFromTwoMerchants() {
    Trade other = new Trade(dataSource, Clock.systemUTC());
    other.shelve("download", null);
    PlaceOrder here = order("o", "download");
    PlaceOrder there = other.order(here.key().customer(), "o", Map.of("download", 1L));
    trade.place(List.of(here, sameEvent(here, there)));
    assertThat(count("orders")).isEqualTo(2);
    assertThat(count("invoice")).isEqualTo(2);
  }

  private static PlaceOrder sameEvent(PlaceOrder from, PlaceOrder order) {
    return new PlaceOrder(
        order.key(),
        from.eventId(),
        order.createdAt(),
        order.contentSha256(),
        order.lines(),
        order.zoneId(),
        null,
        null,
        null,
        order.contact(),
        null);
  }

  @Test
  void movesEveryOrderOfAListOfInvoices() {
    List<PlaceOrder> orders =
        IntStream.range(0, 20).mapToObj(i -> order("o-" + i, "download")).toList();
    trade.place(orders);
    List<OrderNews> opened = trade.hear(invoices(State.OPEN, Msat.ZERO));
    List<OrderNews> settled = trade.hear(invoices(State.SETTLED, PRICE));

    assertThat(opened).hasSize(20).allMatch(OrderNews.PaymentRequested.class::isInstance);
    assertThat(settled).hasSize(20).allMatch(told -> told.order().status() == OrderStatus.PAID);
    assertThat(count("order_history")).isEqualTo(60);
  }

  private List<Invoice> invoices(State state, Msat received) {
    return IntStream.range(0, 20).mapToObj(i -> trade.invoice("o-" + i, state, received)).toList();
  }

  @Test
  void hearsEveryWordOfAListThatSpeaksOfOneInvoiceTwice() {
    trade.place(List.of(order("o", "teapot")));
    Invoice open = trade.invoice("o", State.OPEN, Msat.ZERO);
    Invoice settled = trade.invoice("o", State.SETTLED, PRICE);
    List<OrderNews> news = trade.hear(List.of(open, settled, settled, open));
    assertThat(news)
        .extracting(told -> told.getClass().getSimpleName())
        .containsExactly("PaymentRequested", "StatusChanged");
    assertThat(statuses("o")).containsExactly("PAID");
    assertThat(stock()).isEqualTo("1/0");
  }

  @Test
  void movesNothingOfAListInWhichOneInvoiceIsNotWhatWasAskedFor() {
    trade.place(List.of(order("good", "download"), order("bad", "download")));
    Invoice bad = trade.invoice("bad", State.OPEN, Msat.ZERO);
    Invoice other =
        new Invoice(
            bad.paymentHash(),
            bad.bolt11(),
            Msat.ofSat(1),
            Msat.ZERO,
            State.OPEN,
            bad.expiresAt(),
            null);
    List<Invoice> words = List.of(trade.invoice("good", State.OPEN, Msat.ZERO), other);
    assertThatThrownBy(() -> trade.hear(words)).isInstanceOf(PermanentException.class);
    assertThat(statuses("good", "bad")).containsExactly("PLACED", "PLACED");
  }

  @Test
  void locksWhatItTakesAndWhatItReleasesInOneOrder() {
    trade.shelve("apron", 5L);
    trade.place(List.of(order("paid", "teapot"), order("lapsed", "apron")));
    List<Invoice> words =
        List.of(
            trade.invoice("paid", State.SETTLED, PRICE),
            trade.invoice("lapsed", State.EXPIRED, Msat.ZERO));
    CompletableFuture<List<OrderNews>> heard =
        new TransactionTemplate(new DataSourceTransactionManager(dataSource))
            .execute(
                transacted -> {
                  lock("apron", "");
                  var hearing = CompletableFuture.supplyAsync(() -> trade.hear(words));
                  awaitLockedOut();
                  lock("teapot", "NOWAIT"); // as whoever orders both would, next
                  return hearing;
                });
    heard.join();
    assertThat(statuses("paid", "lapsed")).containsExactly("PAID", "EXPIRED");
  }

  private void lock(String product, String wait) {
    jdbc.sql("SELECT id FROM product WHERE id = :id FOR NO KEY UPDATE " + wait)
        .param("id", product)
        .query(String.class)
        .single();
  }

  private PlaceOrder order(String id, String product) {
    return trade.order(KeyPair.generate().pubkey(), id, Map.of(product, 1L));
  }

  private List<String> statuses(String... ids) {
    List<String> statuses = new ArrayList<>();
    for (String id : ids) {
      statuses.add(
          jdbc.sql("SELECT status FROM orders WHERE id = :id")
              .param("id", id)
              .query(String.class)
              .single());
    }
    return statuses;
  }

  private int count(String table) {
    return jdbc.sql("SELECT count(*) FROM " + table).query(Integer.class).single();
  }

  /** Quantity and reserved of the teapots. */
  private String stock() {
    return jdbc.sql(
            """
            SELECT quantity || '/' || reserved FROM product
            WHERE id = 'teapot' AND merchant_id = :merchant
            """)
        .param("merchant", trade.merchant())
        .query(String.class)
        .single();
  }
}
