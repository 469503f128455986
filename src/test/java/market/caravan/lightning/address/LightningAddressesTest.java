package market.caravan.lightning.address;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import market.caravan.CaravanException;
import market.caravan.PermanentException;
import market.caravan.TestClock;
import market.caravan.TransientException;
import market.caravan.lightning.Bolt11;
import market.caravan.lightning.Network;
import market.caravan.lightning.NodeKey;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import market.caravan.lightning.lnd.TestCertificate;
import market.caravan.money.Msat;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over a real socket with TLS: what the name means and whom to trust is all that is arranged. */
@Timeout(120)
class LightningAddressesTest {

  private static final String HOST = "wallet.example";
  private static final LightningAddress ADDRESS = new LightningAddress("satoshi", HOST);
  private static final String WELL_KNOWN = "/.well-known/lnurlp/satoshi";
  private static final Msat AMOUNT = new Msat(123_456);
  private static final String METADATA = "[[\"text/plain\",\"für Satoshi\"]]";
  private static final Duration PATIENT = Duration.ofSeconds(30);

  private static final String AWAY = "lightning-address-away";
  private static final String PRIVATE = "lightning-address-private";
  private static final String REFUSED = "lightning-address-refused";
  private static final String LIES = "lightning-address-lies";

  private static TestCertificate certificate;

  private final ObjectMapper json = new ObjectMapper();
  private final TestClock clock = new TestClock(Instant.parse("2026-05-01T12:00:00Z"));
  private final NodeKey node = NodeKey.generate();
  private final PaymentHash hash = Preimage.random().hash();
  private final CountDownLatch tested = new CountDownLatch(1);
  private WalletHost host;

  @BeforeAll
  static void certify(@TempDir Path directory) throws Exception {
    certificate = TestCertificate.make(directory, "dns:" + HOST);
  }

  @BeforeEach
  void open() throws Exception {
    host = new WalletHost(certificate);
  }

  @AfterEach
  void close() {
    tested.countDown();
    host.close();
  }

  @Test
  void getsAnInvoiceOfTheAmountThatItAsksFor() throws Exception {
    String text = invoice().encode(node);
    host.on(WELL_KNOWN, 200, offer().put("callback", url("/cb?user=1&x=%2F")).toString());
    host.on("/cb", 200, json.createObjectNode().put("pr", text).set("routes", null).toString());

    try (var addresses = addresses()) {
      assertThat(addresses.invoice(ADDRESS, AMOUNT, Network.REGTEST))
          .isEqualTo(new CheckedInvoice(text, hash, invoice().expiresAt()));
    }

    assertThat(host.asked())
        .containsExactly(WELL_KNOWN, "/cb?user=1&x=%2F&amount=" + AMOUNT.value());
  }

  @Test
  void takesAnInvoiceThatDescribesItselfInPlainText() throws Exception {
    offers(invoice("A refund", null));
    assertThat(outcome()).isEqualTo(hash.hex());
    assertThat(host.asked()).last().isEqualTo("/cb?amount=" + AMOUNT.value());
  }

  @Test
  void refusesAnInvoiceForSomethingElse() throws Exception {
    offers(invoice(null, "ab".repeat(32)));
    assertThat(outcome()).isEqualTo(LIES + ": its invoice is for something else");
  }

  @Test
  void refusesAnInvoiceOfAnotherAmount() throws Exception {
    offers(invoice(Network.REGTEST, new Msat(AMOUNT.value() + 1)));
    assertThat(outcome()).isEqualTo(LIES + ": its invoice is of another amount");
  }

  @Test
  void refusesAnInvoiceWithoutAnAmount() throws Exception {
    offers(invoice(Network.REGTEST, null));
    assertThat(outcome()).isEqualTo(LIES + ": its invoice is of another amount");
  }

  @Test
  void refusesAnInvoiceOfAnotherNetwork() throws Exception {
    offers(invoice(Network.BITCOIN, AMOUNT));
    assertThat(outcome()).isEqualTo(LIES + ": its invoice is of another network");
  }

  @Test
  void refusesAnInvoiceThatExpiresTooSoon() throws Exception {
    offers(invoice());
    clock.advance(Duration.ofMinutes(8));
    assertThat(outcome()).as("two minutes left").isEqualTo(hash.hex());
    clock.advance(Duration.ofSeconds(1));
    assertThat(outcome()).isEqualTo(LIES + ": its invoice expires before it could be paid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lnbcrt1", "lightning:x", "null"})
  void refusesWhatIsNoInvoice(String text) throws Exception {
    offers(text);
    assertThat(outcome()).isEqualTo(LIES + ": it answers with no invoice");
  }

  @ParameterizedTest
  @CsvSource({
    "tag, \"withdrawRequest\", it is for something other than paying",
    "tag, null, it is for something other than paying",
    "metadata, null, it has no metadata",
    "metadata, [], it has no metadata",
    "minSendable, null, it has no limits to the amount",
    "maxSendable, \"1000000\", it has no limits to the amount",
    "maxSendable, 1e6, it has no limits to the amount",
    "maxSendable, 99999999999999999999, it has no limits to the amount",
    "minSendable, 0, it has no limits to the amount",
    "minSendable, -1, it has no limits to the amount",
    "callback, null, its callback is no address",
    "callback, \"https://a b\", its callback is no address",
  })
  void refusesAnOfferThatIsNone(String field, String value, String why) throws Exception {
    host.on(WELL_KNOWN, 200, offer().set(field, json.readTree(value)).toString());
    assertThat(outcome()).isEqualTo(LIES + ": " + why);
    assertThat(host.asked()).hasSize(1);
  }

  @Test
  void refusesACallbackOfAnyLength() throws Exception {
    callback(url("/cb?" + "x".repeat(2_048)));
    assertThat(outcome()).isEqualTo(LIES + ": its callback is no address");
  }

  @ParameterizedTest
  @CsvSource({"123457, 200000", "1, 123455"})
  void asksForNoAmountBeyondTheHostsLimits(long least, long most) throws Exception {
    host.on(WELL_KNOWN, 200, offer().put("minSendable", least).put("maxSendable", most).toString());
    assertThat(outcome()).isEqualTo(REFUSED + ": the amount is not within its limits");
    assertThat(host.asked()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://wallet.example:PORT/cb",
        "https://wallet.example/cb",
        "https://wallet.example:1/cb",
        "https://u:p@wallet.example:PORT/cb",
        "https://wallet.example:PORT/cb#x",
        "https://wallet_x.example:PORT/cb",
        "ftp://wallet.example:PORT/cb",
        "file:///etc/passwd",
        "https:wallet",
        "//wallet.example:PORT/cb",
        "/cb",
        "",
      })
  void asksNoCallbackThatIsNoOrdinaryAddress(String callback) throws Exception {
    host.on("/cb", 200, "{}");
    callback(callback.replace("PORT", String.valueOf(host.port())));
    assertThat(outcome()).isEqualTo(LIES + ": its callback is no ordinary HTTPS address");
    assertThat(host.asked()).containsExactly(WELL_KNOWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "2130706433", "[::1]", "[::ffff:127.0.0.1]"})
  void asksNoCallbackOfAPrivateHost(String privateHost) throws Exception {
    host.on("/cb", 200, "{}");
    callback("https://" + privateHost + ":" + host.port() + "/cb");
    assertThat(outcome()).isIn(PRIVATE, AWAY);
    assertThat(host.asked()).containsExactly(WELL_KNOWN);
  }

  @Test
  void asksNoHostThatIsNotPublic() throws Exception {
    offers(invoice());
    var names = new PublicDnsResolver(PublicDnsResolverTest.fixed("8.8.8.8", "127.0.0.1"));
    try (var addresses = addresses(names, host.itself(), PATIENT)) {
      assertThat(outcome(addresses)).isEqualTo(PRIVATE);
    }
    assertThat(host.asked()).isEmpty();
  }

  @Test
  void guardsByItselfWithoutBeingToldTo() throws Exception {
    try (var addresses = new LightningAddresses(clock)) {
      assertThat(outcome(addresses, new LightningAddress("a", "a.localhost"))).isIn(PRIVATE, AWAY);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void followsNoRedirect(int status) throws Exception {
    host.on("/elsewhere", 200, offer().toString());
    host.on(
        WELL_KNOWN,
        exchange -> {
          exchange.getResponseHeaders().add("Location", url("/elsewhere"));
          WalletHost.answer(exchange, status, new byte[0]);
        });
    assertThat(outcome()).isEqualTo(REFUSED + ": it answers " + status);
    assertThat(host.asked()).containsExactly(WELL_KNOWN);
  }

  @Test
  void followsNoRedirectOfTheCallbackEither() throws Exception {
    callback(url("/cb"));
    host.on("/elsewhere", 200, "{}");
    host.on(
        "/cb",
        exchange -> {
          exchange.getResponseHeaders().add("Location", url("/elsewhere"));
          WalletHost.answer(exchange, 302, new byte[0]);
        });
    assertThat(outcome()).isEqualTo(REFUSED + ": it answers 302");
    assertThat(host.asked()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "400, " + REFUSED,
    "401, " + REFUSED,
    "404, " + REFUSED,
    "204, " + REFUSED,
    "408, " + AWAY,
    "429, " + AWAY,
    "500, " + AWAY,
    "503, " + AWAY,
  })
  void tellsARefusalFromAnAbsence(int status, String code) throws Exception {
    host.on(WELL_KNOWN, status, status == 204 ? "" : "{}");
    assertThat(outcome()).startsWith(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ERROR", "error"})
  void hearsThatTheHostCant(String status) throws Exception {
    String error = "{\"status\":\"%s\",\"reason\":\"a secret\"}".formatted(status);
    callback(url("/cb"));
    host.on("/cb", 200, error);
    assertThat(outcome()).isEqualTo(REFUSED + ": it answers that it can't");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no json", "{", "{} {}", "[]", "\"x\"", "null", "{\"a\":NaN}"})
  void refusesGarbage(String body) throws Exception {
    host.on(WELL_KNOWN, 200, body);
    assertThat(outcome()).startsWith(LIES + ": it answers with no");
  }

  @Test
  void refusesJsonThatIsNestedWithoutEnd() throws Exception {
    host.on(WELL_KNOWN, 200, "{\"a\":" + "[".repeat(60_000));
    assertThat(outcome()).isEqualTo(LIES + ": it answers with no JSON");
  }

  @Test
  void readsNoMegabyte() throws Exception {
    byte[] megabyte = ("{\"x\":\"" + "x".repeat(1 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);
    host.on(WELL_KNOWN, exchange -> WalletHost.answer(exchange, 200, megabyte));
    assertThat(outcome()).isEqualTo(LIES + ": it answers with nothing, or with too much");
  }

  @Test
  void readsNoBodyWithoutEnd() throws Exception {
    host.on(WELL_KNOWN, endless(new byte[8192]));
    assertThat(outcome()).isEqualTo(LIES + ": it answers with too much");
  }

  @Test
  void readsNoHeadersWithoutEnd() throws Exception {
    host.on(
        WELL_KNOWN,
        exchange -> {
          for (int i = 0; i < 200; i++) {
            exchange.getResponseHeaders().add("X-" + i, "x");
          }
          WalletHost.answer(exchange, 200, "{}".getBytes(StandardCharsets.UTF_8));
        });
    assertThat(outcome()).startsWith(AWAY);
  }

  @Test
  void waitsForNoBodyThatNeverEnds() throws Exception {
    host.on(
        WELL_KNOWN,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          OutputStream body = exchange.getResponseBody();
          // always sooner than a socket's own time-out
          while (!await(tested, 20)) {
            body.write(' ');
            body.flush();
          }
        });
    try (var impatient = addresses(itself(), host.itself(), Duration.ofSeconds(1))) {
      assertThat(outcome(impatient)).isEqualTo(AWAY);
    }
  }

  @Test
  void waitsForNoHostThatNeverAnswers() throws Exception {
    host.on(WELL_KNOWN, exchange -> await(tested, 60_000));
    try (var impatient = addresses(itself(), host.itself(), Duration.ofMillis(500))) {
      assertThat(outcome(impatient)).isEqualTo(AWAY);
    }
  }

  @Test
  void asksNoHostWhoseCertificateNobodyVouchesFor() throws Exception {
    offers(invoice());
    try (var wary = addresses(itself(), SSLContext.getDefault(), PATIENT)) {
      assertThat(outcome(wary)).isEqualTo(AWAY);
    }
    assertThat(host.asked()).isEmpty();
  }

  @Test
  void asksNoHostWithTheCertificateOfAnother() throws Exception {
    offers(invoice());
    try (var addresses = addresses()) {
      assertThat(outcome(addresses, new LightningAddress("satoshi", "other.example")))
          .isEqualTo(AWAY);
    }
    assertThat(host.asked()).isEmpty();
  }

  @Test
  void isAwayWhereNobodyListens() throws Exception {
    host.close();
    assertThat(outcome()).isEqualTo(AWAY);
  }

  /** The payment hash, or the code of the refusal, with what it is for where the host lies. */
  private String outcome() throws IOException {
    try (var addresses = addresses()) {
      return outcome(addresses);
    }
  }

  private static String outcome(LightningAddresses addresses) {
    return outcome(addresses, ADDRESS);
  }

  private static String outcome(LightningAddresses addresses, LightningAddress address) {
    try {
      return addresses.invoice(address, AMOUNT, Network.REGTEST).paymentHash().hex();
    } catch (CaravanException e) {
      String message = Objects.requireNonNull(e.getMessage());
      assertThat(message).doesNotContain("wallet").doesNotContain("satoshi");
      assertThat(message).doesNotContain("a secret");
      assertThat(e).hasNoCause();
      return switch (e) {
        case TransientException away -> away.code();
        case PermanentException no ->
            no.code().equals(PRIVATE)
                ? no.code()
                : no.code() + message.substring(message.indexOf(": "));
      };
    }
  }

  private LightningAddresses addresses() {
    return addresses(itself(), host.itself(), PATIENT);
  }

  private LightningAddresses addresses(DnsResolver dns, SSLContext trust, Duration deadline) {
    return new LightningAddresses(dns, trust, host.port(), deadline, clock);
  }

  /** Resolves names under {@code example} to this machine, and all others as they should be. */
  private static DnsResolver itself() {
    var others = new PublicDnsResolver(SystemDefaultDnsResolver.INSTANCE);
    return new DnsResolver() {
      @Override
      public InetAddress[] resolve(String name) throws UnknownHostException {
        return name.endsWith(".example")
            ? new InetAddress[] {InetAddress.getLoopbackAddress()}
            : others.resolve(name);
      }

      @Override
      public String resolveCanonicalHostname(String name) {
        return name;
      }
    };
  }

  private String url(String path) {
    return "https://" + HOST + ":" + host.port() + path;
  }

  private ObjectNode offer() {
    return json.createObjectNode()
        .put("tag", "payRequest")
        .put("callback", url("/cb"))
        .put("minSendable", AMOUNT.value())
        .put("maxSendable", AMOUNT.value())
        .put("metadata", METADATA);
  }

  private void callback(String callback) {
    host.on(WELL_KNOWN, 200, offer().put("callback", callback).toString());
  }

  private void offers(Bolt11 invoice) {
    offers(invoice.encode(node));
  }

  private void offers(String text) {
    host.on(WELL_KNOWN, 200, offer().toString());
    host.on("/cb", 200, json.createObjectNode().put("pr", text).toString());
  }

  private static HttpHandler endless(byte[] piece) {
    return exchange -> {
      exchange.sendResponseHeaders(200, 0);
      OutputStream body = exchange.getResponseBody();
      while (true) {
        body.write(piece);
      }
    };
  }

  private static boolean await(CountDownLatch latch, long ms) {
    try {
      return latch.await(ms, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private Bolt11 invoice() throws Exception {
    byte[] sha256 =
        MessageDigest.getInstance("SHA-256").digest(METADATA.getBytes(StandardCharsets.UTF_8));
    return invoice(null, HexFormat.of().formatHex(sha256));
  }

  private Bolt11 invoice(Network network, @Nullable Msat amount) {
    return invoice(network, amount, "A refund", null);
  }

  private Bolt11 invoice(@Nullable String description, @Nullable String descriptionHash) {
    return invoice(Network.REGTEST, AMOUNT, description, descriptionHash);
  }

  private Bolt11 invoice(
      Network network,
      @Nullable Msat amount,
      @Nullable String description,
      @Nullable String descriptionHash) {
    return new Bolt11(
        network,
        amount,
        Instant.parse("2026-05-01T12:00:00Z").truncatedTo(ChronoUnit.SECONDS),
        node.nodeId(),
        hash,
        "ab".repeat(32),
        description,
        descriptionHash,
        Duration.ofMinutes(10),
        80,
        Set.of(8, 14, 17),
        List.of(),
        List.of(),
        null);
  }
}
