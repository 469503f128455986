package market.caravan.lightning.lnd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import market.caravan.CaravanException;
import market.caravan.PermanentException;
import market.caravan.TransientException;
import market.caravan.lightning.Bolt11;
import market.caravan.lightning.Network;
import market.caravan.lightning.NodeKey;
import market.caravan.lightning.PayOut;
import market.caravan.lightning.PayOut.State;
import market.caravan.lightning.PayOutRequest;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import market.caravan.money.Msat;
import market.caravan.vault.MasterKey;
import market.caravan.vault.Vault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lightningj.lnd.proto.LightningApi.PaymentFailureReason;
import org.lightningj.lnd.router.proto.RouterOuterClass.SendPaymentRequest;

/** Paying by LND over a real socket, with TLS and a macaroon; its behaviour is pretended. */
class LndPayOutsTest {

  private static final Vault VAULT = new Vault(MasterKey.parse("07".repeat(32)));
  private static final String WHERE = "caravan.lightning.wallets.berlin.lnd";
  private static final String MACAROON = WHERE + ".pay-out-macaroon";
  private static final Msat AMOUNT = new Msat(123_456);
  private static final Msat FEE_LIMIT = new Msat(2_000);
  private static final Duration PATIENT = Duration.ofSeconds(30);
  private static final Duration IMPATIENT = Duration.ofMillis(500);

  @TempDir Path directory;

  private final NodeKey customer = NodeKey.generate();
  private final PayOutRequest request = request(Network.REGTEST);
  private final PaymentHash hash = request.paymentHash();
  private PretendedLnd lnd;
  private LndPayOuts payOuts;

  @BeforeEach
  void connect() throws Exception {
    lnd = new PretendedLnd(directory);
    payOuts = payOuts(lnd.properties(PATIENT));
  }

  private static LndPayOuts payOuts(LndProperties properties) {
    return LndPayOuts.of(properties, WHERE, VAULT).orElseThrow();
  }

  @AfterEach
  void close() {
    payOuts.close();
    lnd.close();
  }

  @Test
  void paysAnInvoiceWithinItsFeeLimit() {
    assertThat(payOuts.send(request)).isEqualTo(succeeded());
    SendPaymentRequest sent = lnd.router.sent.getFirst();
    assertThat(sent.getPaymentRequest()).isEqualTo(request.bolt11());
    assertThat(sent.getFeeLimitMsat()).isEqualTo(2_000);
    assertThat(sent.getTimeoutSeconds()).isEqualTo(60);
    assertThat(sent.getAmtMsat()).isZero();
    assertThat(sent.getAllowSelfPayment()).isFalse();
    assertThat(payOuts.track(hash)).contains(succeeded());
    assertThat(payOuts.network()).isEqualTo(Network.REGTEST);
  }

  @Test
  void saysWhatIsPaidAlreadyWithoutPayingItAgain() {
    payOuts.send(request);
    lnd.router.outcome = payment -> PretendedRouter.failed(payment, reason(2));
    assertThat(payOuts.send(request)).isEqualTo(succeeded());
  }

  @Test
  void saysWhyItHasFailedAndTriesAnew() {
    lnd.router.outcome = payment -> PretendedRouter.failed(payment, reason(2));
    var failed = new PayOut(hash, State.FAILED, Msat.ZERO, "FAILURE_REASON_NO_ROUTE");
    assertThat(payOuts.send(request)).isEqualTo(failed);
    assertThat(payOuts.track(hash)).contains(failed);
    lnd.router.outcome = PretendedRouter::succeeded;
    assertThat(payOuts.send(request)).isEqualTo(succeeded());
  }

  /** LND 0.18 and later: FAILURE_REASON_CANCELED. */
  @Test
  void saysTheNumberOfAReasonThatItDoesNotKnow() {
    lnd.router.outcome =
        payment ->
            PretendedRouter.failed(payment, reason(1)).toBuilder().setFailureReasonValue(6).build();
    assertThat(payOuts.send(request).failure()).isEqualTo("FAILURE_REASON 6");
  }

  @Test
  void hasNeverHeardOfWhatWasNotSent() {
    assertThat(payOuts.track(hash)).isEmpty();
  }

  @Test
  void isUnderWayWhereTheEndIsNotHeardInTime() {
    lnd.router.outcome = PretendedRouter::inFlight;
    try (LndPayOuts impatient = payOuts(lnd.properties(IMPATIENT))) {
      assertThat(impatient.send(request)).isEqualTo(underWay());
      assertThat(impatient.send(request)).as("payment is in transition").isEqualTo(underWay());
    }
    assertThat(payOuts.track(hash)).as("the first word is enough").contains(underWay());
    lnd.router.now(hash, PretendedRouter::succeeded);
    assertThat(payOuts.track(hash)).contains(succeeded());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 99})
  void isUnderWayWithAStatusThatIsNoneOfTheKnownEnds(int status) {
    lnd.router.outcome = payment -> payment.toBuilder().setStatusValue(status).build();
    try (LndPayOuts impatient = payOuts(lnd.properties(IMPATIENT))) {
      assertThat(impatient.send(request)).isEqualTo(underWay());
    }
    assertThat(payOuts.track(hash)).contains(underWay());
  }

  @Test
  void saysNothingOfWhatItHasNotHeardOf() {
    lnd.router.hang.add("sendPaymentV2");
    try (LndPayOuts impatient = payOuts(lnd.properties(IMPATIENT))) {
      assertAway(impatient, "DEADLINE_EXCEEDED");
    }
    assertThat(payOuts.track(hash)).as("paid nevertheless").contains(succeeded());
  }

  @Test
  void asksForWhatHasBecomeOfItWhereTheAnswerIsLost() {
    lnd.router.failAfter.add("sendPaymentV2");
    assertAway(payOuts, "UNAVAILABLE");
    assertThat(payOuts.send(request)).as("invoice is already paid").isEqualTo(succeeded());
    lnd.router.failAfter.add("trackPaymentV2");
    assertThatThrownBy(() -> payOuts.track(hash)).isInstanceOf(TransientException.class);
    assertAway(payOuts, "UNAVAILABLE");
  }

  @Test
  void isUnderWayWhereTheStreamBreaksAfterItsFirstWord() {
    lnd.router.drop.add("sendPaymentV2");
    assertThat(payOuts.send(request)).isEqualTo(underWay());
    assertThat(payOuts.track(hash)).contains(succeeded());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "invoice expired. Valid until 2026-05-01 12:00:00 +0000 UTC",
        "self-payments not allowed",
        "invoice not for current active network 'regtest'"
      })
  void refusesWhatLndDoesNotTry(String refusal) {
    lnd.router.refusal = refusal;
    assertThat(refusal(request)).isEqualTo("pay-out-refused");
    assertThat(payOuts.track(hash)).isEmpty();
  }

  /** LND looks at the expiry first, and only then whether it has paid. */
  @Test
  void saysThatItIsPaidWhatHasExpiredSince() {
    payOuts.send(request);
    lnd.router.refusal = "invoice expired. Valid until 2026-05-01 12:00:00 +0000 UTC";
    assertThat(payOuts.send(request)).isEqualTo(succeeded());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wallet locked, unlock it to enable full RPC access",
        "the RPC server is in the process of starting up, but not yet ready to accept calls",
        "something that nobody has thought of"
      })
  void triesAgainWhatLndRefusesForAnotherReason(String refusal) {
    lnd.router.refusal = refusal;
    assertThatThrownBy(() -> payOuts.send(request))
        .isInstanceOfSatisfying(
            TransientException.class, e -> assertThat(e.code()).isEqualTo("pay-out-unclear"));
  }

  @Test
  void asksNobodyToPayWhatIsNotAsItShouldBe() {
    assertThat(refusal(request(Network.BITCOIN))).isEqualTo("invoice-differs");
    for (PayOutRequest other :
        List.of(
            new PayOutRequest(request.bolt11(), hash, new Msat(123_457), FEE_LIMIT),
            new PayOutRequest(request.bolt11(), Preimage.random().hash(), AMOUNT, FEE_LIMIT),
            request(Network.REGTEST, null))) {
      assertThat(refusal(other)).isEqualTo("invoice-differs");
    }
    assertThat(refusal(new PayOutRequest("lnbcrt1", hash, AMOUNT, FEE_LIMIT)))
        .isEqualTo("malformed-invoice");
    assertThat(lnd.router.sent).isEmpty();
  }

  @Test
  void paysWithAMacaroonOfItsOwn() {
    try (LndPayOuts wrong = payOuts(properties(lnd.macaroon))) {
      assertThatThrownBy(() -> wrong.send(request))
          .isInstanceOf(TransientException.class)
          .hasMessageContaining(MACAROON)
          .extracting(e -> ((CaravanException) e).code())
          .isEqualTo("pay-out-macaroon-refused");
      assertThatThrownBy(() -> wrong.track(hash)).isInstanceOf(TransientException.class);
    }
    assertThat(lnd.router.sent).isEmpty();
    var properties = properties("ab".repeat(64));
    assertThat(properties).asString().doesNotContain("ab".repeat(64));
    assertThatThrownBy(() -> payOuts(properties(directory.resolve("none").toString())))
        .isInstanceOf(PermanentException.class)
        .hasMessageStartingWith(MACAROON);
  }

  @Test
  void isAwayWhileLndIs() {
    lnd.close();
    assertThatThrownBy(() -> payOuts.send(request)).isInstanceOf(TransientException.class);
    assertThatThrownBy(() -> payOuts.track(hash)).isInstanceOf(TransientException.class);
  }

  private LndProperties properties(String spendingMacaroon) {
    return new LndProperties(
        "127.0.0.1",
        lnd.port(),
        lnd.certificate(),
        lnd.macaroon,
        Network.REGTEST,
        null,
        false,
        PATIENT,
        PATIENT,
        spendingMacaroon);
  }

  private void assertAway(LndPayOuts asked, String status) {
    assertThatThrownBy(() -> asked.send(request))
        .isInstanceOf(TransientException.class)
        .hasMessageEndingWith(status);
  }

  private String refusal(PayOutRequest refused) {
    try {
      throw new AssertionError(payOuts.send(refused));
    } catch (PermanentException e) {
      return e.code();
    }
  }

  private PayOut succeeded() {
    return new PayOut(hash, State.SUCCEEDED, new Msat(1_234), null);
  }

  private PayOut underWay() {
    return new PayOut(hash, State.IN_FLIGHT, Msat.ZERO, null);
  }

  private static PaymentFailureReason reason(int number) {
    return PaymentFailureReason.forNumber(number);
  }

  private PayOutRequest request(Network network) {
    return request(network, AMOUNT);
  }

  private PayOutRequest request(Network network, @Nullable Msat amount) {
    PaymentHash paymentHash = Preimage.random().hash();
    String text =
        new Bolt11(
                network,
                amount,
                Instant.parse("2026-05-01T12:00:00Z"),
                customer.nodeId(),
                paymentHash,
                "ab".repeat(32),
                "Refund",
                null,
                Duration.ofMinutes(15),
                80,
                Set.of(8, 14, 17),
                List.of(),
                List.of(),
                null)
            .encode(customer);
    return new PayOutRequest(text, paymentHash, AMOUNT, FEE_LIMIT);
  }
}
