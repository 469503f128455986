package market.caravan.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import market.caravan.Hostile;
import market.caravan.lightning.Bolt11;
import market.caravan.lightning.address.LightningAddress;
import market.caravan.mailbox.Filing;
import market.caravan.mailbox.Incoming;
import market.caravan.mailbox.StorableText;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.KeyPair;
import market.caravan.order.CustomerCommand;
import market.caravan.order.OrderKey;
import market.caravan.order.PlaceOrder;
import market.caravan.refund.OfferedInvoice;
import org.jspecify.annotations.Nullable;

/**
 * Any text of a customer has a meaning, is read the same way twice, and can be stored; it cancels
 * only what it names, and money goes only where it says.
 */
class Nip15FuzzTest {

  private static final KeyPair MERCHANT = KeyPair.generate();
  private static final KeyPair CUSTOMER = KeyPair.generate();
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Event EVENT = CUSTOMER.sign(new EventTemplate(4, NOW, List.of(), ""));

  private final Nip15Reader reader = new Nip15Reader();

  @FuzzTest
  void readsEveryMessage(byte[] input) {
    String text = StorableText.of(new String(input, UTF_8));
    holds(text);
    holds("cancel " + text);
    holds("lightning:lnbc1" + text);
  }

  private void holds(String text) {
    Incoming incoming = incoming(text, true);
    MarketMessage message = reader.read(incoming);
    assertThat(reader.read(incoming)).isEqualTo(message);
    holds(message);
    moves(message);
    MarketMessage own = reader.read(incoming(text, false));
    assertThat(own).isInstanceOfAny(MarketMessage.Remark.class, MarketMessage.PlainText.class);
    moves(own);
  }

  /** What a message may move: an order that it names, or where a refund goes. */
  private void moves(MarketMessage message) {
    String text = message.incoming().text();
    List<Filing> filed = List.of(Filing.FILED);
    List<CustomerCommand> commands = reader.commands(List.of(message), filed);
    List<OfferedInvoice> offered = reader.refundInvoices(List.of(message), filed);
    switch (message) {
      case MarketMessage.Placed placed -> assertThat(commands).containsExactly(placed.order());
      case MarketMessage.Withdrawn withdrawn -> {
        assertThat(commands).containsExactly(withdrawn.command());
        assertThat(withdrawn.command().key().merchant()).isEqualTo(MERCHANT.pubkey());
        assertThat(withdrawn.command().key().customer()).isEqualTo(CUSTOMER.pubkey());
        assertThat(text.strip()).endsWith(withdrawn.orderId());
        assertThat(text.strip()).matches("(?i)/?cancel.*");
      }
      case MarketMessage.InvoiceSent sent -> {
        assertThat(commands).isEmpty();
        assertThat(offered).hasSize(1);
        holds(sent.destination(), text);
      }
      case MarketMessage.Remark remark -> assertThat(commands).isEmpty();
      case MarketMessage.PlainText plain -> assertThat(commands).isEmpty();
    }
    assertThat(offered.isEmpty()).isNotEqualTo(message instanceof MarketMessage.InvoiceSent);
  }

  private static void holds(String destination, String text) {
    assertThat(text.toLowerCase(Locale.ROOT).strip()).endsWith(destination);
    if (destination.indexOf('@') >= 0) {
      assertThat(LightningAddress.parse(destination).orElseThrow().text()).isEqualTo(destination);
    } else {
      assertThat(destination).matches("ln[a-z0-9]+");
      Hostile.read(() -> Bolt11.decode(destination));
    }
  }

  private static void holds(MarketMessage message) {
    assertThat(message.type()).isBetween(-1, 2);
    String id = message.orderId();
    assertThat(id == null || OrderKey.isId(id)).isTrue();
    if (message instanceof MarketMessage.Placed placed) {
      PlaceOrder order = placed.order();
      assertThat(order.fault() == null || order.lines().isEmpty()).isTrue();
      assertThat(order.contentSha256()).hasSize(64);
      assertThat(texts(order)).allSatisfy(text -> assertThat(isStorable(text)).isTrue());
    }
  }

  private static List<@Nullable String> texts(PlaceOrder order) {
    return Stream.concat(
            Stream.of(order.zoneId(), order.name(), order.address(), order.message()),
            Stream.of(order.contact().nostr(), order.contact().phone(), order.contact().email()))
        .toList();
  }

  private static boolean isStorable(@Nullable String text) {
    return text == null || text.equals(StorableText.of(text));
  }

  private static Incoming incoming(String text, boolean fromCustomer) {
    return new Incoming(
        MERCHANT.pubkey(),
        CUSTOMER.pubkey(),
        fromCustomer,
        text,
        EVENT,
        "ws://127.0.0.1:1/relay",
        NOW,
        true);
  }
}
