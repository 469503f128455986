package market.caravan.lightning.lnd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import market.caravan.CaravanException;
import market.caravan.PermanentException;
import market.caravan.TransientException;
import market.caravan.fault.Wire;
import market.caravan.lightning.Bolt11;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.Invoice.State;
import market.caravan.lightning.InvoiceRefusedException;
import market.caravan.lightning.InvoiceRequest;
import market.caravan.lightning.LightningNode.Subscription;
import market.caravan.lightning.Network;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import market.caravan.lightning.SettledPage;
import market.caravan.lightning.SettledQuery;
import market.caravan.lightning.UnknownInvoiceException;
import market.caravan.money.Msat;
import market.caravan.vault.MasterKey;
import market.caravan.vault.SealedText;
import market.caravan.vault.Vault;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LND over a real socket, with TLS and a macaroon; its behaviour is pretended. */
class LndNodeTest {

  private static final String WHERE = "caravan.lightning.wallets.berlin.lnd";
  private static final Vault VAULT = new Vault(MasterKey.parse("07".repeat(32)));
  private static final Msat PRICE = new Msat(123_456);
  private static final Duration PATIENT = Duration.ofSeconds(30);

  @TempDir Path directory;

  private final RememberedIndex heard = new RememberedIndex();
  private final BlockingQueue<Invoice> news = new LinkedBlockingQueue<>();
  private PretendedLnd lnd;
  private LndNode node;

  /** A settle index in memory. */
  private static final class RememberedIndex implements SettleIndex {

    private volatile Optional<Heard> last = Optional.empty();

    @Override
    public Optional<Heard> last() {
      return last;
    }

    @Override
    public void heard(Heard latest) {
      if (last.isEmpty() || last.get().index() < latest.index()) {
        last = Optional.of(latest);
      }
    }

    @Override
    public void forget() {
      last = Optional.empty();
    }
  }

  @BeforeEach
  void connect() throws Exception {
    lnd = new PretendedLnd(directory);
    node = node(lnd.properties(PATIENT));
  }

  private LndProperties properties(String certificate, String macaroon, @Nullable String nodeId) {
    return new LndProperties(
        "127.0.0.1",
        lnd.port(),
        certificate,
        macaroon,
        Network.REGTEST,
        nodeId,
        false,
        PATIENT,
        PATIENT,
        null);
  }

  private LndNode node(LndProperties properties) {
    return LndNode.of(properties, WHERE, heard, VAULT);
  }

  @AfterEach
  void close() {
    node.close();
    lnd.close();
  }

  @Test
  void makesAnInvoiceOfOurPreimage() {
    Preimage preimage = Preimage.random();
    Invoice invoice = node.create(request(preimage));
    assertThat(invoice.state()).isEqualTo(State.OPEN);
    assertThat(invoice.paymentHash()).isEqualTo(preimage.hash());
    Bolt11 bolt11 = Bolt11.decode(String.valueOf(invoice.bolt11()));
    assertThat(bolt11.amount()).isEqualTo(PRICE);
    assertThat(bolt11.description()).isEqualTo("Order 'o-1'");
    assertThat(bolt11.expiresAt()).isEqualTo(invoice.expiresAt());
    assertThat(bolt11.expiry()).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void makesOneInvoiceHoweverOftenItIsAsked() {
    Preimage preimage = Preimage.random();
    lnd.failAfter.add("addInvoice");
    assertThatThrownBy(() -> node.create(request(preimage)))
        .isInstanceOf(TransientException.class)
        .hasMessage("LND can't be asked, or did not answer: UNAVAILABLE");
    lnd.failAfter.clear();
    Invoice again = node.create(request(preimage));
    assertThat(again).isEqualTo(node.lookUp(List.of(preimage.hash())).getFirst());
    assertThat(node.create(request(preimage))).isEqualTo(again);
  }

  @Test
  void doesNotWaitLongerThanItsDeadline() {
    lnd.hang.add("addInvoice");
    try (LndNode impatient = node(lnd.properties(Duration.ofMillis(200)))) {
      assertThatThrownBy(() -> impatient.create(request(Preimage.random())))
          .isInstanceOf(TransientException.class)
          .hasMessageEndingWith("DEADLINE_EXCEEDED");
    }
  }

  @Test
  void showsNobodyAnInvoiceOfAnotherAmountOrHash() {
    PaymentHash other = Preimage.random().hash();
    lnd.lies = asked -> asked.toBuilder().setValueMsat(1).build();
    assertDiffers("amount");
    lnd.lies = asked -> asked.toBuilder().setRHash(LndInvoice.bytes(other)).build();
    assertDiffers("payment hash");
  }

  @Test
  void waitsForTheOperatorWhereTheNetworkOrThePayeeIsAnother() {
    lnd.lies = asked -> asked.toBuilder().setFallbackAddr("other network").build();
    assertThatThrownBy(() -> node.create(request(Preimage.random())))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining(WHERE + ".network");
    lnd.lies = asked -> asked;
    node.close();
    node = node(properties(lnd.certificate(), lnd.macaroon, "02" + "ab".repeat(32)));
    assertThatThrownBy(() -> node.create(request(Preimage.random())))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining(WHERE + ".node-id");
  }

  private void assertDiffers(String what) {
    assertThatThrownBy(() -> node.create(request(Preimage.random())))
        .isInstanceOf(InvoiceRefusedException.class)
        .hasMessageContaining("another " + what);
  }

  @Test
  void refusesForGoodWhatLndRefuses() {
    var request = request(Preimage.random(), "x".repeat(640));
    assertThatThrownBy(() -> node.create(request)).isInstanceOf(InvoiceRefusedException.class);
  }

  @Test
  void saysWhatToMendWhereTheMacaroonIsWrong() {
    var wrong = properties(lnd.certificate(), "ab".repeat(64), null);
    try (LndNode stranger = node(wrong)) {
      assertThatThrownBy(stranger::ping)
          .hasMessageContaining(WHERE + ".macaroon")
          .isInstanceOfSatisfying(
              TransientException.class, e -> assertThat(e.code()).isEqualTo("macaroon-refused"));
    }
    assertThat(wrong).asString().doesNotContain("ab".repeat(64));
  }

  @Test
  void trustsNoOtherCertificate() throws Exception {
    var other = properties(TestCertificate.make(directory).pem(), lnd.macaroon, null);
    try (LndNode wary = node(other)) {
      assertThatThrownBy(wary::ping).isInstanceOf(TransientException.class);
    }
    assertThat(lnd.asked()).isEmpty();
  }

  @Test
  void readsItsCertificateAndItsMacaroonFromFiles() throws Exception {
    Path certificate = Files.writeString(directory.resolve("tls.cert"), lnd.certificate());
    Path macaroon =
        Files.write(directory.resolve("invoice.macaroon"), HexFormat.of().parseHex(lnd.macaroon));
    var files = properties(certificate.toString(), macaroon.toString(), null);
    try (LndNode other = node(files)) {
      other.ping();
    }
    String none = directory.resolve("none").toString();
    assertThatThrownBy(() -> node(properties(certificate.toString(), none, null)))
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining(WHERE + ".macaroon is neither");
    assertThatThrownBy(() -> node(properties(none, macaroon.toString(), null)))
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining(WHERE + ".tls-certificate is neither");
  }

  @Test
  void looksUpAFewOneByOne() {
    PaymentHash open = created();
    PaymentHash paid = created();
    PaymentHash expired = created();
    lnd.pay(paid, new Msat(200_000));
    lnd.expire(expired);
    List<Invoice> found = node.lookUp(List.of(open, paid, expired, Preimage.random().hash()));
    assertThat(found)
        .extracting(Invoice::state)
        .containsExactly(State.OPEN, State.SETTLED, State.CANCELLED);
    assertThat(found.get(1).received()).isEqualTo(new Msat(200_000));
    assertThat(found.get(1).settledAt()).isNotNull();
    assertThat(found.get(0).received()).isEqualTo(Msat.ZERO);
  }

  @Test
  void looksUpManyByTheListWhereTheyWereAddedTogether() {
    created();
    List<PaymentHash> hashes = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      hashes.add(created());
    }
    hashes.subList(0, 100).forEach(hash -> lnd.pay(hash, PRICE));
    assertThat(calls(() -> assertThat(node.lookUp(hashes)).hasSize(600)))
        .containsExactly("listInvoices after 1", "listInvoices after 501");
    assertThat(calls(() -> assertThat(node.lookUp(hashes.subList(200, 300))).hasSize(100)))
        .containsExactly("listInvoices after 201");
    assertThat(node.lookUp(hashes.subList(90, 130)))
        .filteredOn(invoice -> invoice.state() == State.SETTLED)
        .hasSize(10);
  }

  @Test
  void looksUpManyOneByOneWhereItDoesNotKnowWhereTheyAreAndByTheListFromThenOn() {
    List<PaymentHash> hashes = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      hashes.add(created());
    }
    try (LndNode another = node(lnd.properties(PATIENT))) {
      assertThat(calls(() -> assertThat(another.lookUp(hashes)).hasSize(30)))
          .hasSize(30)
          .containsOnly("lookupInvoice");
      assertThat(calls(() -> assertThat(another.lookUp(hashes)).hasSize(30)))
          .containsExactly("listInvoices after 0");
    }
  }

  @Test
  void looksUpManyOneByOneWhereManyOthersLieBetweenThem() {
    List<PaymentHash> hashes = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      hashes.add(created());
    }
    for (int i = 0; i < 300; i++) {
      created();
    }
    hashes.add(created());
    assertThat(calls(() -> assertThat(node.lookUp(hashes)).hasSize(31)))
        .hasSize(31)
        .containsOnly("lookupInvoice");
  }

  private List<String> calls(Runnable work) {
    int before = lnd.asked().size();
    work.run();
    return lnd.asked().subList(before, lnd.asked().size());
  }

  @Test
  void listsAllThatWasSettledInATimePageByPage() {
    List<PaymentHash> paid = new ArrayList<>();
    for (int i = 0; i < 510; i++) {
      PaymentHash hash = created();
      if (i % 2 == 0) {
        lnd.pay(hash, PRICE);
        paid.add(hash);
      }
    }
    Instant now = Instant.now();
    var today = new SettledQuery(now.minusSeconds(3_600), now.plusSeconds(3_600), null);
    SettledPage first = node.settled(today);
    SettledPage second = node.settled(today.after(String.valueOf(first.next())));
    assertThat(first.next()).isEqualTo("500");
    assertThat(second.next()).isNull();
    assertThat(Stream.of(first, second).flatMap(page -> page.invoices().stream()))
        .allMatch(invoice -> invoice.state() == State.SETTLED && invoice.bolt11() != null)
        .extracting(Invoice::paymentHash)
        .containsExactlyElementsOf(paid);
    var before = new SettledQuery(now.minusSeconds(7_200), now.minusSeconds(3_600), null);
    assertThat(node.settled(before)).isEqualTo(new SettledPage(List.of(), null));
  }

  @Test
  void settlesAndCancelsWhatItHolds() {
    Preimage preimage = Preimage.random();
    node.create(hold(preimage));
    assertThatThrownBy(() -> node.settle(preimage))
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining("OPEN");
    lnd.pay(preimage.hash(), PRICE);
    assertThat(node.lookUp(List.of(preimage.hash())).getFirst().state()).isEqualTo(State.HELD);
    assertThat(node.settle(preimage).state()).isEqualTo(State.SETTLED);
    assertThat(node.settle(preimage).state()).as("again").isEqualTo(State.SETTLED);
    assertThat(node.cancel(preimage.hash()).state()).as("too late").isEqualTo(State.SETTLED);

    Preimage unwanted = Preimage.random();
    node.create(hold(unwanted));
    lnd.pay(unwanted.hash(), PRICE);
    assertThat(node.cancel(unwanted.hash()).state()).isEqualTo(State.CANCELLED);
    assertThat(node.cancel(unwanted.hash()).state()).as("again").isEqualTo(State.CANCELLED);
    assertThat(node.settle(unwanted).state()).as("too late").isEqualTo(State.CANCELLED);
  }

  @Test
  void holdsForAsLongAsWeSayAndNotAsLndIsSetUp() {
    Invoice held = node.create(hold(Preimage.random()));
    assertThat(Bolt11.decode(Objects.requireNonNull(held.bolt11())).minFinalCltvExpiryDelta())
        .isEqualTo(80);
  }

  @Test
  void settlesOnceWhereTheAnswerIsLost() {
    Preimage preimage = Preimage.random();
    node.create(hold(preimage));
    lnd.pay(preimage.hash(), PRICE);
    lnd.failAfter.add("settleInvoice");
    assertThatThrownBy(() -> node.settle(preimage)).isInstanceOf(TransientException.class);
    lnd.failAfter.clear();
    assertThat(node.settle(preimage).state()).isEqualTo(State.SETTLED);
  }

  @Test
  void knowsNoInvoiceOfOthers() {
    assertThatThrownBy(() -> node.cancel(Preimage.random().hash()))
        .isInstanceOf(UnknownInvoiceException.class);
    assertThatThrownBy(() -> node.settle(Preimage.random()))
        .isInstanceOf(UnknownInvoiceException.class);
  }

  @Test
  void hearsOfWhatIsSettledAndAgainFromWhereItWasLost() throws Exception {
    PaymentHash first = created();
    PaymentHash second = created();
    PaymentHash third = created();
    try (Subscription subscription = subscribe()) {
      lnd.pay(first, PRICE);
      assertThat(heardOf()).isEqualTo(first);
      lnd.tellOfAmpPayment();
      lnd.repeat(first);
      assertThat(heardOf()).as("again, which is no news to who listens").isEqualTo(first);
      lnd.dropStreams();
      assertThatThrownBy(() -> subscription.ended().toCompletableFuture().join())
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(TransientException.class);
    }
    lnd.pay(second, PRICE);
    try (Subscription again = subscribe()) {
      assertThat(lnd.asked()).contains("subscribeInvoices after 1");
      assertThat(heardOf()).isEqualTo(second);
      lnd.pay(third, PRICE);
      assertThat(heardOf()).isEqualTo(third);
      assertThat(again.ended().toCompletableFuture()).isNotDone();
    }
    assertThat(news).isEmpty();
  }

  @Test
  void hearsOfWhatIsToldTheOtherWayRoundAndGoesOnAfterTheLatest() throws Exception {
    List<PaymentHash> paid = List.of(created(), created(), created());
    PaymentHash next = created();
    try (Subscription subscription = subscribe()) {
      lnd.payAndTellTheOtherWayRound(paid, PRICE);
      assertThat(List.of(heardOf(), heardOf(), heardOf())).isEqualTo(paid.reversed());
      assertThat(subscription.ended().toCompletableFuture()).isNotDone();
    }
    Awaitility.await().until(() -> lnd.streams() == 0);
    try (Subscription again = subscribe()) {
      assertThat(lnd.asked()).last().isEqualTo("subscribeInvoices after 3");
      lnd.pay(next, PRICE);
      assertThat(heardOf()).isEqualTo(next);
      assertThat(again.ended().toCompletableFuture()).isNotDone();
    }
  }

  @Test
  void waitsForASlowAnswer() {
    lnd.delay.put("addInvoice", Duration.ofMillis(300));
    lnd.delay.put("lookupInvoice", Duration.ofMillis(300));
    PaymentHash hash = created();
    assertThat(node.lookUp(List.of(hash))).hasSize(1);
  }

  @Test
  void hearsOfAnotherNodeFromItsOwnBeginning() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (Subscription subscription = subscribe()) {
        PaymentHash paid = created();
        lnd.pay(paid, PRICE);
        assertThat(heardOf()).isEqualTo(paid);
        assertThat(subscription.ended().toCompletableFuture()).isNotDone();
      }
      Awaitility.await().until(() -> lnd.streams() == 0);
    }
    lnd.rebuild();
    try (Subscription subscription = subscribe()) {
      assertThat(lnd.asked()).last().isEqualTo("subscribeInvoices after 0");
      assertThat(heard.last()).isEmpty();
      assertThat(subscription.ended().toCompletableFuture()).isNotDone();
    }
  }

  @Test
  void opensASealedMacaroonOfEitherForm() {
    byte[] bytes = HexFormat.of().parseHex(lnd.macaroon);
    for (byte[] secret : List.of(bytes, lnd.macaroon.getBytes(StandardCharsets.US_ASCII))) {
      try (LndNode other =
          node(properties(lnd.certificate(), SealedText.seal(VAULT, secret), null))) {
        other.ping();
      }
    }
  }

  @Test
  void refusesAMacaroonThatWasSealedUnderAnotherMasterKey() {
    Vault other = new Vault(MasterKey.parse("08".repeat(32)));
    String sealed = SealedText.seal(other, lnd.macaroon.getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> Macaroon.of(sealed, "a.property", VAULT))
        .isInstanceOf(PermanentException.class)
        .hasMessageContainingAll("a.property", "another master key");
    assertThatThrownBy(() -> Macaroon.of("sealed:?", "a.property", VAULT))
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining("--seal");
  }

  @Test
  void tellsNobodyTheMacaroonThatWasMistyped() {
    String secret = "ab".repeat(64);
    assertThat(Macaroon.of(secret + "\n", "a.property", VAULT)).isNotNull();
    assertThatThrownBy(() -> Macaroon.of(secret + "c", "a.property", VAULT))
        .hasMessageContaining("a.property", VAULT)
        .hasNoCause()
        .hasMessageNotContaining(secret);
  }

  /** gRPC pings no sooner than after ten seconds, however short the property is. */
  @Test
  void findsOutThatALineIsDeadWhileItWaitsForNews() {
    try (Wire wire = new Wire(lnd.port());
        LndNode far = node(lnd.properties(wire.port(), Duration.ofSeconds(1)));
        Subscription subscription = far.subscribe(news::add)) {
      Awaitility.await().until(() -> lnd.streams() == 1);
      wire.goDead();
      assertThat(subscription.ended())
          .failsWithin(PATIENT)
          .withThrowableThat()
          .withCauseInstanceOf(TransientException.class);
    }
  }

  @Test
  void isAwayWhileLndIs() {
    lnd.close();
    assertThatThrownBy(node::ping)
        .isInstanceOfSatisfying(
            CaravanException.class, e -> assertThat(e.code()).isEqualTo("node-away"));
    assertThatThrownBy(() -> node.subscribe(news::add)).isInstanceOf(TransientException.class);
  }

  private Subscription subscribe() {
    Subscription subscription = node.subscribe(news::add);
    Awaitility.await().until(() -> lnd.streams() == 1);
    return subscription;
  }

  private PaymentHash heardOf() throws InterruptedException {
    Invoice invoice = news.poll(30, TimeUnit.SECONDS);
    assertThat(invoice).isNotNull();
    assertThat(invoice.state()).isEqualTo(State.SETTLED);
    return invoice.paymentHash();
  }

  private PaymentHash created() {
    return node.create(request(Preimage.random())).paymentHash();
  }

  private static InvoiceRequest request(Preimage preimage) {
    return request(preimage, "Order 'o-1'");
  }

  private static InvoiceRequest request(Preimage preimage, String memo) {
    return new InvoiceRequest(preimage.hash(), preimage, PRICE, memo, Duration.ofMinutes(15));
  }

  private static InvoiceRequest hold(Preimage preimage) {
    return new InvoiceRequest(preimage.hash(), null, PRICE, "held", Duration.ofMinutes(15));
  }
}
