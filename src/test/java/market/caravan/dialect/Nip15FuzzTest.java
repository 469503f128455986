package market.caravan.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import market.caravan.mailbox.Filing;
import market.caravan.mailbox.Incoming;
import market.caravan.mailbox.StorableText;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.KeyPair;
import market.caravan.order.OrderKey;
import market.caravan.order.PlaceOrder;
import org.jspecify.annotations.Nullable;

/** Any text of a customer has a meaning, is read the same way twice, and can be stored. */
class Nip15FuzzTest {

  private static final KeyPair MERCHANT = KeyPair.generate();
  private static final KeyPair CUSTOMER = KeyPair.generate();
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Event EVENT = CUSTOMER.sign(new EventTemplate(4, NOW, List.of(), ""));

  private final Nip15Reader reader = new Nip15Reader();

  @FuzzTest
  void readsEveryMessage(byte[] input) {
    String text = StorableText.of(new String(input, UTF_8));
    Incoming incoming = incoming(text, true);
    MarketMessage message = reader.read(incoming);
    assertThat(reader.read(incoming)).isEqualTo(message);
    holds(message);
    MarketMessage own = reader.read(incoming(text, false));
    assertThat(own).isNotInstanceOf(MarketMessage.Placed.class);
    assertThat(reader.commands(List.of(own), List.of(Filing.FILED))).isEmpty();
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
