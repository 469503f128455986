package market.caravan.lightning.address;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import market.caravan.Hostile;
import market.caravan.TestClock;
import market.caravan.lightning.Bolt11;
import market.caravan.lightning.HostileInvoices;
import market.caravan.lightning.Network;
import market.caravan.money.Msat;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.junit.jupiter.api.AfterAll;

/**
 * Whatever a Lightning address's host answers with is an offer with an ordinary address to ask, and
 * then an invoice as it was asked for, or is refused.
 */
class LightningAddressesFuzzTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Msat AMOUNT = new Msat(2_100_000);
  private static final PayRequest OFFER =
      new PayRequest(URI.create("https://wallet.example/cb"), AMOUNT, AMOUNT, "[]");

  private static final LightningAddresses ADDRESSES = new LightningAddresses(new TestClock(NOW));

  @AfterAll
  static void close() throws Exception {
    ADDRESSES.close();
  }

  @FuzzTest
  void takesAnswersOrRefusesThem(byte[] input) {
    Hostile.read(() -> LnurlClient.json(input)).ifPresent(LightningAddressesFuzzTest::answers);
    String text = new String(input, UTF_8);
    offers(offer().put("callback", text));
    offers(offer().put("callback", "https://wallet.example" + text));
    LightningAddress.parse(text).ifPresent(LightningAddressesFuzzTest::holds);
    HostileInvoices.of(input).forEach(invoice -> invoices(object().put("pr", invoice)));
  }

  private static void answers(JsonNode json) {
    offers(json);
    invoices(json);
  }

  private static void offers(JsonNode json) {
    Hostile.read(() -> PayRequest.of(json)).ifPresent(LightningAddressesFuzzTest::holds);
  }

  private static void holds(PayRequest offer) {
    assertThat(offer.metadataHash()).hasSize(64);
    Hostile.read(() -> ADDRESSES.callback(offer, AMOUNT))
        .ifPresent(
            callback -> {
              assertThat(offer.least()).isLessThanOrEqualTo(AMOUNT);
              assertThat(offer.most()).isGreaterThanOrEqualTo(AMOUNT);
              assertThat(callback.getScheme()).isEqualToIgnoringCase("https");
              assertThat(callback.getHost()).isNotEmpty();
              assertThat(callback.getPort()).isIn(-1, 443);
              assertThat(callback.getRawUserInfo()).isNull();
              assertThat(callback.getRawQuery()).endsWith("amount=2100000");
              assertThat(new HttpGet(callback).getRequestUri()).isNotEmpty();
            });
  }

  private static void holds(LightningAddress address) {
    assertThat(LightningAddress.parse(address.text())).contains(address);
    URI asked = ADDRESSES.wellKnown(address);
    assertThat(asked.getHost()).isEqualTo(address.domain());
    assertThat(asked.normalize().getRawPath()).isEqualTo("/.well-known/lnurlp/" + address.name());
    assertThat(asked.getRawQuery()).isNull();
  }

  private static void invoices(JsonNode json) {
    Hostile.read(() -> ADDRESSES.checked(json, OFFER, AMOUNT, Network.REGTEST))
        .ifPresent(
            checked -> {
              Bolt11 invoice = Bolt11.decode(checked.bolt11());
              assertThat(invoice.amount()).isEqualTo(AMOUNT);
              assertThat(invoice.network()).isEqualTo(Network.REGTEST);
              assertThat(invoice.paymentHash()).isEqualTo(checked.paymentHash());
              assertThat(invoice.expiresAt()).isEqualTo(checked.expiresAt()).isAfter(NOW);
              assertThat(invoice.descriptionHash()).isIn(null, OFFER.metadataHash());
            });
  }

  private static ObjectNode offer() {
    return object()
        .put("tag", "payRequest")
        .put("metadata", "[]")
        .put("minSendable", AMOUNT.value())
        .put("maxSendable", AMOUNT.value());
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
