package market.caravan.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import market.caravan.catalog.OrderLine;
import market.caravan.mailbox.Filing;
import market.caravan.mailbox.Incoming;
import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.KeyPair;
import market.caravan.order.OrderKey;
import market.caravan.order.PlaceOrder;
import market.caravan.order.WithdrawOrder;
import market.caravan.refund.OfferedInvoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Nip15ReaderTest {

  private static final KeyPair MERCHANT = KeyPair.generate();
  private static final KeyPair CUSTOMER = KeyPair.generate();
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final Nip15Reader reader = new Nip15Reader();

  @Test
  void readsAnOrder() {
    PlaceOrder order =
        order(
            """
            {"id":"a-1","type":0,"name":"Ada","address":"1 Street","message":"hi",
             "contact":{"nostr":"n","phone":"p","email":"e"},"later":{"unknown":true},
             "items":[{"product_id":"mug","quantity":2},{"product_id":"tea","quantity":1.0}],
             "shipping_id":"eu"}""");
    assertThat(order.fault()).isNull();
    assertThat(order.key().id()).isEqualTo("a-1");
    assertThat(order.key().customer()).isEqualTo(CUSTOMER.pubkey());
    assertThat(order.createdAt()).isEqualTo(NOW);
    assertThat(order.lines()).containsExactly(new OrderLine("mug", 2), new OrderLine("tea", 1));
    assertThat(order.zoneId()).isEqualTo("eu");
    assertThat(order.contact().email()).isEqualTo("e");
  }

  @Test
  void takesTheTypeAsTextToo() {
    assertThat(read("{\"id\":\"a\",\"type\":\"0\",\"items\":[]}"))
        .isInstanceOf(MarketMessage.Placed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.5",
        "1e308",
        "9007199254740993e10",
        "\"2\"",
        "null",
        "true",
        "[]",
        "1e-1",
        "1e99999999999",
        "-1e99999999999"
      })
  void refusesAQuantityThatIsNoWholeNumberOfPieces(String quantity) {
    PlaceOrder order =
        order(
            "{\"id\":\"a\",\"type\":0,\"items\":[{\"product_id\":\"m\",\"quantity\":%s}]}"
                .formatted(quantity));
    assertThat(order.fault()).contains("whole number");
    assertThat(order.lines()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e99999999999", "-1.5e-99999999999", "1e308", "0.1e2147483648"})
  void overlooksANumberBeyondAnyNumberWhereItMeansNothing(String number) {
    PlaceOrder order =
        order(
            "{\"id\":\"a\",\"type\":0,\"later\":%s,\"items\":[{\"product_id\":\"m\",\"quantity\":2}]}"
                .formatted(number));
    assertThat(order.fault()).isNull();
    assertThat(order.lines()).containsExactly(new OrderLine("m", 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "\"mug\"", "3"})
  void refusesAnOrderWithoutAListOfItems(String items) {
    assertThat(order("{\"id\":\"a\",\"type\":0,\"items\":" + items + "}").fault())
        .contains("no products");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hello",
        "{\"type\":0,\"items\":[]}",
        "{\"id\":\"has space\",\"type\":0}",
        "{\"id\":7,\"type\":0}",
        "{\"id\":\"a\",\"type\":3}",
        "{\"id\":\"a\"}",
        "{\"id\":\"a\",\"type\":0} trailing",
        "[1,2]",
        "{\"id\":\"a\",",
        "7",
        ""
      })
  void readsWhatIsNoOrderAsPlainText(String text) {
    assertThat(read(text)).isInstanceOf(MarketMessage.PlainText.class);
  }

  @Test
  void readsDeepJsonAsPlainText() {
    assertThat(read("{\"id\":\"a\",\"type\":0,\"items\":" + "[".repeat(100_000)))
        .isInstanceOf(MarketMessage.PlainText.class);
  }

  @Test
  void replacesWhatPostgresqlCannotStore() {
    PlaceOrder order =
        order(
            "{\"id\":\"a\",\"type\":0,\"name\":\"a\\u0000b\",\"address\":\"\\ud800\",\"items\":[]}");
    assertThat(order.name()).isEqualTo("a\uFFFDb");
    assertThat(order.address()).isEqualTo("\uFFFD");
  }

  @Test
  void tellsTheSameOrderFromAnotherWhateverTheOrderOfItsFields() {
    String one = order("{\"id\":\"a\",\"type\":0,\"items\":[]}").contentSha256();
    String same = order("{ \"items\":[],\"type\":0,\"id\":\"a\"}").contentSha256();
    String other =
        order("{\"id\":\"a\",\"type\":0,\"items\":[],\"address\":\"x\"}").contentSha256();
    assertThat(same).isEqualTo(one);
    assertThat(other).isNotEqualTo(one);
  }

  @Test
  void neverTakesAnOrderFromTheMerchant() {
    Incoming incoming = incoming("{\"id\":\"a\",\"type\":0,\"items\":[]}", false);
    assertThat(reader.read(incoming)).isEqualTo(new MarketMessage.Remark(incoming, 0, "a"));
  }

  @Test
  void believesNoStatusThatACustomerSends() {
    MarketMessage message = read("{\"id\":\"a\",\"type\":2,\"paid\":true}");
    assertThat(reader.commands(List.of(message), List.of(Filing.FILED))).isEmpty();
  }

  @Test
  void leavesToBeDecidedWhatWasFiledNow() {
    MarketMessage order = read("{\"id\":\"a\",\"type\":0,\"items\":[]}");
    List<Filing> filings = List.of(Filing.values());
    assertThat(reader.commands(Collections.nCopies(filings.size(), order), filings))
        .extracting(command -> ((PlaceOrder) command).fault())
        .containsExactly(
            null, "The order reached us too long after it was sent, please place a new one");
  }

  @Test
  void understandsThatAnOrderIsTakenBack() {
    for (String text :
        List.of("cancel a-1", "Cancel order a-1 ", "cancel my order #a-1", "CANCEL: a-1\n")) {
      assertThat(reader.commands(List.of(read(text)), List.of(Filing.FILED)))
          .as(text)
          .containsExactly(
              new WithdrawOrder(new OrderKey(MERCHANT.pubkey(), CUSTOMER.pubkey(), "a-1")));
    }
  }

  @Test
  void cancelsNothingByAMereMentionOrByTheMerchantsOwnWords() {
    for (String text : List.of("please cancel a-1 for me", "cancel", "cancel a 1", "cancel a/1")) {
      assertThat(read(text)).as(text).isInstanceOf(MarketMessage.PlainText.class);
    }
    assertThat(reader.read(incoming("cancel a-1", false)))
        .isInstanceOf(MarketMessage.PlainText.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", " %s\n", "lightning:%s", "LIGHTNING:%s", "\t lightning:%s "})
  void readsAnInvoiceThatACustomerSends(String around) {
    String invoice = "lnbcrt5u1" + "q".repeat(200);
    assertThat(refundInvoice(around.formatted(invoice))).containsExactly(invoice);
    assertThat(refundInvoice(around.formatted(invoice.toUpperCase(Locale.ROOT))))
        .containsExactly(invoice);
  }

  @Test
  void readsALightningAddress() {
    assertThat(refundInvoice(" Ada@Example.com ")).containsExactly("ada@example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "please pay lnbc1%s",
        "lnbc1%s thank you",
        "lnbc",
        "lnxx1%s",
        "lnbc1%s!",
        "write to ada@example.com",
        "ada@",
        "a@b@c"
      })
  void readsAnythingElseAsPlainText(String text) {
    String message = text.formatted("q".repeat(200));
    assertThat(read(message)).isInstanceOf(MarketMessage.PlainText.class);
  }

  @Test
  void readsNoInvoiceOfAnyLength() {
    assertThat(read("lnbc1" + "q".repeat(100_000))).isInstanceOf(MarketMessage.PlainText.class);
  }

  @Test
  void takesNoInvoiceFromTheMerchant() {
    Incoming incoming = incoming("lnbc1" + "q".repeat(200), false);
    assertThat(reader.read(incoming)).isEqualTo(new MarketMessage.PlainText(incoming));
  }

  @Test
  void offersAnInvoiceOnceWhenItIsFiled() {
    List<Filing> filings = List.of(Filing.values());
    MarketMessage sent = read("ada@example.com");
    assertThat(reader.refundInvoices(Collections.nCopies(filings.size(), sent), filings))
        .hasSize(1);
  }

  private List<String> refundInvoice(String text) {
    return reader.refundInvoices(List.of(read(text)), List.of(Filing.FILED)).stream()
        .map(OfferedInvoice::text)
        .toList();
  }

  private PlaceOrder order(String text) {
    return switch (read(text)) {
      case MarketMessage.Placed placed -> placed.order();
      case MarketMessage.Withdrawn withdrawn -> throw new AssertionError("read as a withdrawal");
      case MarketMessage.Remark remark -> throw new AssertionError("read as a remark");
      case MarketMessage.InvoiceSent sent -> throw new AssertionError("read as an invoice");
      case MarketMessage.PlainText plain -> throw new AssertionError("read as plain text");
    };
  }

  private MarketMessage read(String text) {
    return reader.read(incoming(text, true));
  }

  private static Incoming incoming(String text, boolean fromCustomer) {
    KeyPair author = fromCustomer ? CUSTOMER : MERCHANT;
    return new Incoming(
        MERCHANT.pubkey(),
        CUSTOMER.pubkey(),
        fromCustomer,
        text,
        author.sign(new EventTemplate(4, NOW, List.of(), "")),
        "ws://127.0.0.1:1/relay",
        NOW,
        true);
  }
}
