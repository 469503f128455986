package market.caravan.lightning.lnd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import market.caravan.CaravanProcess;
import market.caravan.TestCustomer;
import market.caravan.TestShop;
import market.caravan.lightning.Bolt11;
import market.caravan.lightning.Network;
import market.caravan.lightning.NodeKey;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import market.caravan.money.Msat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Stalls of three wallets, each at an LND of its own, and one whose wallet nobody knows. */
@TestInstance(Lifecycle.PER_CLASS)
class WalletsIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String ADD = "addInvoice";

  @TempDir private static Path data;

  private PretendedLnd main;
  private PretendedLnd spare;
  private PretendedLnd slow;
  private CaravanProcess caravan;
  private TestShop shop;

  @BeforeAll
  void start() throws IOException, InterruptedException {
    main = new PretendedLnd(data);
    spare = new PretendedLnd(data);
    slow = new PretendedLnd(data);
    List<String> properties =
        new ArrayList<>(
            List.of(
                "caravan.lightning.backend=lnd",
                "caravan.lightning.wallets.spare.backend=lnd",
                "caravan.lightning.wallets.slow.backend=lnd",
                "caravan.lightning.breaker.failures=3",
                "caravan.lightning.breaker.retry-after=1s",
                "caravan.refunds.automatic-up-to=1000000000",
                "caravan.refunds.first-pause=1s",
                "caravan.checkout.lease=5s",
                "caravan.checkout.first-look-up=1s",
                "caravan.checkout.invoice-wait=60s"));
    connect(properties, "caravan.lightning.lnd", main, "10s");
    connect(properties, "caravan.lightning.wallets.spare.lnd", spare, "2s");
    connect(properties, "caravan.lightning.wallets.slow.lnd", slow, "10m");
    caravan =
        new CaravanProcess(
            Files.createDirectory(data.resolve("caravan")), properties.toArray(String[]::new));
    shop = caravan.shop();
    Stream.of("spare", "slow", "lost").forEach(this::openStall);
  }

  private static void connect(
      List<String> properties, String prefix, PretendedLnd lnd, String deadline)
      throws IOException {
    Path certificate = Files.createTempFile(data, "tls", ".cert");
    Files.writeString(certificate, lnd.certificate());
    properties.add(prefix + ".host=127.0.0.1");
    properties.add(prefix + ".port=" + lnd.port());
    properties.add(prefix + ".tls-certificate=" + certificate);
    properties.add(prefix + ".macaroon=" + lnd.macaroon);
    properties.add(prefix + ".pay-out-macaroon=" + lnd.spendingMacaroon);
    properties.add(prefix + ".network=regtest");
    properties.add(prefix + ".deadline=" + deadline);
  }

  /** Like the mug's, with a mug of its own, which is named after the wallet too. */
  private void openStall(String wallet) {
    for (String sql :
        List.of(
            """
            INSERT INTO stall (merchant_id, id, wallet, name, currency, description)
            SELECT merchant_id, :wallet, :wallet, :wallet, currency, description FROM stall
            WHERE id = (SELECT stall_id FROM product WHERE id = :mug)
            """,
            """
            INSERT INTO stall_zone (merchant_id, stall_id, zone_id, position)
            SELECT merchant_id, :wallet, zone_id, position FROM stall_zone
            WHERE stall_id = (SELECT stall_id FROM product WHERE id = :mug)
            """,
            """
            INSERT INTO product (merchant_id, id, stall_id, name, description, categories, images,
              price, quantity, active, use_autoreply, shipping)
            SELECT merchant_id, :wallet, :wallet, name, description, categories, images,
              price, NULL, active, use_autoreply, shipping FROM product WHERE id = :mug
            """)) {
      caravan.database().sql(sql).param("wallet", wallet).param("mug", shop.product(0)).update();
    }
  }

  @AfterAll
  void stop() {
    caravan.close();
    Stream.of(main, spare, slow).forEach(PretendedLnd::close);
  }

  @Test
  void eachSellsAtTheNodeOfItsStall() {
    try (TestCustomer customer = shop.customer()) {
      assertSells(customer, shop.product(0), main);
      assertSells(customer, "spare", spare);
    }
  }

  @Test
  void oneThatIsAwayIsWaitedForAndNoOtherIs() {
    List<String> calls = List.of(ADD, "lookupInvoice", "listInvoices", "cancelInvoice");
    try (TestCustomer customer = shop.customer()) {
      spare.hang.addAll(calls);
      String id = order(customer, "spare");
      await().atMost(PATIENCE).until(() -> caravan.log().contains("'spare' does not answer"));
      assertSells(customer, shop.product(0), main);
      assertThat(status(id)).isEqualTo("PLACED");
      spare.hang.clear();
      await().atMost(PATIENCE).until(() -> caravan.log().contains("'spare' is back"));
      assertPays(customer, id, spare);
    } finally {
      spare.hang.clear();
    }
  }

  @Test
  void oneThatHangsKeepsNoOtherWaitingAndItsOrdersAreRefusedInTheEnd() {
    List<String> ids = new ArrayList<>();
    try (TestCustomer customer = shop.customer();
        TestCustomer other = shop.customer()) {
      String open = order(customer, "slow");
      customer.awaitInvoice(open);
      slow.hang.addAll(List.of(ADD, "lookupInvoice", "listInvoices"));
      int before = asked(slow);
      for (int i = 0; i < 100; i++) {
        ids.add(order(customer, "slow"));
      }
      await().atMost(PATIENCE).until(() -> asked(slow) >= before + 10);
      assertSells(other, shop.product(0), main);
      assertSells(other, "spare", spare);
      assertIsLookedUp(other);
      assertThat(asked(slow)).as("a third of 64").isLessThanOrEqualTo(before + 21);
      ids.forEach(id -> assertThat(customer.await(id, 1).path("payment_options")).isEmpty());
    } finally {
      slow.hang.clear();
    }
  }

  /** LND tells of no cancellation: only a look-up finds it. */
  private void assertIsLookedUp(TestCustomer customer) {
    String id = order(customer, shop.product(0));
    Bolt11 invoice = Bolt11.decode(customer.awaitInvoice(id));
    main.expire(invoice.paymentHash());
    assertThat(customer.await(id, 2).path("paid").asBoolean()).isFalse();
  }

  @Test
  void newsOfAnotherWalletsInvoiceOrOfNobodysMovesNothing() {
    try (TestCustomer customer = shop.customer()) {
      String id = order(customer, shop.product(0));
      Bolt11 invoice = Bolt11.decode(customer.awaitInvoice(id));
      await().atMost(PATIENCE).until(() -> spare.streams() == 1);
      spare.tellOfSettled(invoice.paymentHash(), price(invoice));
      spare.tellOfSettled(Preimage.random().hash(), price(invoice));
      await().atMost(PATIENCE).until(() -> caravan.log().contains("'spare' (other-wallet"));
      await().atMost(PATIENCE).until(() -> caravan.log().contains("'spare' (unknown-invoice"));
      assertThat(status(id)).isEqualTo("AWAITING_PAYMENT");
      assertPays(customer, id, main);
    }
  }

  @Test
  void anOrderAtAStallWhoseWalletNobodyKnowsIsRefusedAtOnce() {
    try (TestCustomer customer = shop.customer()) {
      String id = order(customer, "lost");
      assertThat(customer.await(id, 1).path("message").asText()).contains("can't take payments");
      assertThat(status(id)).isEqualTo("REJECTED");
      assertThat(caravan.log()).contains("(unknown-wallet");
    }
  }

  @Test
  void aRefundIsPaidByTheWalletThatThePaymentCameTo() {
    try (TestCustomer customer = shop.customer()) {
      int before = main.router.tracked.size();
      String id = order(customer, "spare");
      long total = cancelOncePaid(customer, id, spare);
      PaymentHash hash = answerWithAnInvoice(customer, id, total);
      awaitWords(customer, id, total + " sat have been sent back");
      assertThat(sent(spare, hash)).isOne();
      assertThat(main.router.tracked).hasSize(before);
      assertThat(Stream.of(main, slow).mapToLong(each -> sent(each, hash)).sum()).isZero();
      await().atMost(PATIENCE).until(() -> status(id).equals("REFUNDED"));
    }
  }

  @Test
  void aRefundWaitsForItsOwnWalletAndNoOtherDoes() {
    List<String> calls = List.of("sendPaymentV2", "trackPaymentV2");
    try (TestCustomer customer = shop.customer();
        TestCustomer other = shop.customer()) {
      String waiting = order(customer, "spare");
      long total = cancelOncePaid(customer, waiting, spare);
      spare.router.hang.addAll(calls);
      spare.hang.add("listInvoices");
      long away = lines("'spare' does not answer");
      PaymentHash hash = answerWithAnInvoice(customer, waiting, total);
      await().atMost(PATIENCE).until(() -> lines("'spare' does not answer") > away);

      String id = order(other, shop.product(0));
      long others = cancelOncePaid(other, id, main);
      PaymentHash othersHash = answerWithAnInvoice(other, id, others);
      awaitWords(other, id, others + " sat have been sent back");
      assertThat(sent(main, othersHash)).isOne();
      assertThat(status(waiting)).isEqualTo("REFUND_DUE");

      spare.router.hang.clear();
      spare.hang.clear();
      awaitWords(customer, waiting, total + " sat have been sent back");
      assertThat(sent(spare, hash)).isOne();
      assertThat(sent(main, hash)).isZero();
    } finally {
      spare.router.hang.clear();
      spare.hang.clear();
    }
  }

  /** What goes back, in satoshi, once the customer was asked where to. */
  private long cancelOncePaid(TestCustomer customer, String id, PretendedLnd lnd) {
    assertPays(customer, id, lnd);
    String path = "/api/v1/orders/" + id + "/cancellation";
    assertThat(shop.decide("PUT", path, "").statusCode()).isEqualTo(200);
    long total = shop.read("/order/" + id).path("total").asLong();
    awaitWords(customer, id, "answer with a Lightning invoice over exactly " + total + " sat");
    return total;
  }

  private static PaymentHash answerWithAnInvoice(TestCustomer customer, String id, long total) {
    NodeKey wallet = NodeKey.generate();
    Bolt11 invoice =
        new Bolt11(
            Network.REGTEST,
            Msat.ofSat(total),
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            wallet.nodeId(),
            Preimage.random().hash(),
            "11".repeat(32),
            id,
            null,
            Duration.ofHours(1),
            18,
            Set.of(8, 14),
            List.of(),
            List.of(),
            null);
    customer.say(invoice.encode(wallet));
    return invoice.paymentHash();
  }

  private static void awaitWords(TestCustomer customer, String id, String words) {
    await(words)
        .atMost(PATIENCE)
        .until(
            () ->
                customer.heard(id, 2).stream()
                    .anyMatch(message -> message.path("message").asText().contains(words)));
  }

  private static long sent(PretendedLnd lnd, PaymentHash hash) {
    return lnd.router.sent.stream()
        .filter(request -> Bolt11.decode(request.getPaymentRequest()).paymentHash().equals(hash))
        .count();
  }

  private long lines(String words) {
    return caravan.log().lines().filter(line -> line.contains(words)).count();
  }

  private void assertSells(TestCustomer customer, String product, PretendedLnd lnd) {
    assertPays(customer, order(customer, product), lnd);
  }

  private static void assertPays(TestCustomer customer, String id, PretendedLnd lnd) {
    Bolt11 invoice = Bolt11.decode(customer.awaitInvoice(id));
    assertThat(invoice.payee()).isEqualTo(lnd.nodeId());
    lnd.pay(invoice.paymentHash(), price(invoice));
    assertThat(customer.await(id, 2).path("paid").asBoolean()).isTrue();
  }

  private String order(TestCustomer customer, String product) {
    String id = TestShop.newOrderId();
    customer.say(shop.order(id, product, 1));
    return id;
  }

  private String status(String id) {
    return caravan
        .database()
        .sql("SELECT status FROM orders WHERE id = :id")
        .param("id", id)
        .query(String.class)
        .single();
  }

  private static int asked(PretendedLnd lnd) {
    return (int) lnd.asked().stream().filter(ADD::equals).count();
  }

  private static Msat price(Bolt11 invoice) {
    return Objects.requireNonNull(invoice.amount());
  }
}
