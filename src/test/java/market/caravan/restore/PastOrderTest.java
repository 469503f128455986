package market.caravan.restore;

import static market.caravan.restore.Said.hash;
import static market.caravan.restore.Said.minute;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import market.caravan.catalog.OrderLine;
import market.caravan.dialect.PastMessage;
import market.caravan.dialect.PastMessageReader;
import market.caravan.mailbox.StoredMessage;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.Pubkey;
import market.caravan.order.PlaceOrder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What messages about an order fold to. */
class PastOrderTest {

  private static final Pubkey MERCHANT = KeyPair.generate().pubkey();

  private final Said said = new Said(KeyPair.generate().pubkey(), "o-1");

  private static PastOrder fold(StoredMessage... messages) {
    return PastOrder.of(read(List.of(messages)));
  }

  private static List<PastMessage> read(List<StoredMessage> messages) {
    PastMessageReader reader = new PastMessageReader();
    return messages.stream().map(message -> reader.read(MERCHANT, message)).toList();
  }

  @Test
  void isTheOrderAsTheCustomerSentIt() {
    StoredMessage sent = said.ordered(0, "teapot", 2);
    PlaceOrder order = Objects.requireNonNull(fold(sent).order());
    assertThat(order.lines()).containsExactly(new OrderLine("teapot", 2));
    assertThat(order.zoneId()).isEqualTo("z");
    assertThat(order.address()).isEqualTo("1 Test Street");
    assertThat(order.eventId()).isEqualTo(sent.eventId());
    assertThat(order.createdAt()).isEqualTo(minute(0));
    assertThat(order.key().merchant()).isEqualTo(MERCHANT);
    assertThat(order.key().customer()).isEqualTo(said.customer);
  }

  @Test
  void isTheOldestOfSeveralOrdersUnderOneId() {
    PastOrder same = fold(said.ordered(3, "teapot", 1), said.ordered(0, "teapot", 1));
    assertThat(same.isContradicted()).isFalse();
    PastOrder other = fold(said.ordered(3, "teapot", 9), said.ordered(0, "teapot", 1));
    assertThat(Objects.requireNonNull(other.order()).lines())
        .containsExactly(new OrderLine("teapot", 1));
    assertThat(other.isContradicted()).isTrue();
    assertThat(same.contradicted()).isNotEqualTo(same);
    assertThat(same.contradicted().order()).isEqualTo(same.order());
    assertThat(same.contradicted().isContradicted()).isTrue();
  }

  @Test
  void hasAnAttemptForEachInvoiceThatTheMerchantSent() {
    String first = said.invoice(1);
    String second = said.invoice(5);
    PastOrder past =
        fold(said.requested(6, second), said.requested(2, first), said.requested(7, first));
    assertThat(past.hashes()).containsExactly(hash(first), hash(second));
    Asked asked = past.invoices().getFirst();
    assertThat(asked.amount()).isEqualTo(Said.PRICE);
    assertThat(asked.madeAt()).isEqualTo(minute(1));
    assertThat(asked.expiresAt()).isEqualTo(minute(16));
    assertThat(asked.bolt11()).isEqualTo(first);
  }

  @Test
  void believesTheLastThatTheMerchantSaidOfPaymentAndShipping() {
    PastOrder paid = fold(said.told(2, false, false), said.told(3, true, null));
    assertThat(Objects.requireNonNull(paid.lastTold()).paid()).isTrue();
    assertThat(paid.shippedAt()).isNull();
    PastOrder shipped = fold(said.told(3, true, true), said.told(4, true, true));
    assertThat(shipped.shippedAt()).isEqualTo(minute(3));
    assertThat(fold(said.told(3, true, true), said.told(4, true, false)).shippedAt()).isNull();
  }

  @Test
  void neverBelievesWhatTheCustomerSaysOfIt() {
    StoredMessage invoice = said.message(1, true, 1, said.requested(1, said.invoice(1)).text());
    PastOrder past = fold(said.ordered(0, "teapot", 1), said.pretended(2), invoice);
    assertThat(past.lastTold()).isNull();
    assertThat(past.shippedAt()).isNull();
    assertThat(past.invoices()).isEmpty();
  }

  @Test
  void keepsTheReasonOfARefusalAndTheCustomersWishToCancel() {
    PastOrder past = fold(said.refused(1, "Sold out"), said.withdrawn(4), said.withdrawn(3));
    assertThat(past.refusal()).isEqualTo("Sold out");
    assertThat(past.withdrawals()).containsExactly(minute(3), minute(4));
  }

  @Test
  void namesWhatNothingCanBeMadeOf() {
    StoredMessage broken = said.message(1, true, 0, "{\"id\":\"o-1\",\"type\":0,");
    StoredMessage noInvoice = said.requested(2, "lnbcrt1nonsense");
    StoredMessage free =
        said.requested(3, Said.invoice(3, null, "Order 'o-1' for pubkey '%s'".formatted("a")));
    PastOrder past = fold(broken, noInvoice, free);
    assertThat(past.order()).isNull();
    assertThat(past.invoices()).isEmpty();
    assertThat(past.unreadable())
        .containsExactlyInAnyOrder(broken.eventId(), noInvoice.eventId(), free.eventId());
  }

  /** Whoever reads the same from other relays, twice, and in any order, comes to the same. */
  @Property(tries = 200)
  void isTheSameWhateverTheOrderAndHoweverOften(@ForAll long seed) {
    Random random = new Random(seed);
    List<StoredMessage> conversation = conversation(random);
    List<StoredMessage> shuffled = new ArrayList<>(conversation);
    conversation.stream().filter(message -> random.nextBoolean()).forEach(shuffled::add);
    Collections.shuffle(shuffled, random);
    assertThat(PastOrder.of(read(shuffled))).isEqualTo(PastOrder.of(read(conversation)));
  }

  private static final String[] INVOICES = new String[3];

  static {
    Said said = new Said(KeyPair.generate().pubkey(), "o-1");
    Arrays.setAll(INVOICES, said::invoice);
  }

  private List<StoredMessage> conversation(Random random) {
    List<StoredMessage> messages = new ArrayList<>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      int minute = random.nextInt(4); // so that many are of the same moment
      messages.add(
          switch (random.nextInt(7)) {
            case 0, 1 -> said.ordered(minute, "teapot", 1 + random.nextInt(2));
            case 2 -> said.requested(minute, INVOICES[random.nextInt(INVOICES.length)]);
            case 3 -> said.refused(minute, "Sold out " + minute);
            case 4 -> said.told(minute, random.nextBoolean(), flag(random));
            case 5 -> said.withdrawn(minute);
            default -> said.requested(minute, "lnbcrt1nonsense");
          });
    }
    return messages;
  }

  private static @Nullable Boolean flag(Random random) {
    return random.nextInt(3) == 0 ? null : (Boolean) random.nextBoolean();
  }

  @Test
  void isNothingWithoutMessages() {
    assertThat(PastOrder.of(List.of()).order()).isNull();
  }
}
