package market.caravan.order;

import static market.caravan.lightning.Invoice.State.OPEN;
import static market.caravan.lightning.Invoice.State.SETTLED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import market.caravan.Instance;
import market.caravan.PermanentException;
import market.caravan.PostgresTest;
import market.caravan.TestClock;
import market.caravan.lightning.InvoiceRequest;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Readiness;
import market.caravan.lightning.UnaskedNode;
import market.caravan.lightning.Wallets;
import market.caravan.vault.MasterKey;
import market.caravan.vault.Vault;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the node is asked and told, and when; the numbers are the properties' defaults. */
class NodeWorkIT extends PostgresTest {

  private final TestClock clock = new TestClock(Instant.parse("2026-05-06T07:08:09Z"));
  private final Moody node = new Moody();
  private final Moody spare = new Moody();
  private final Desk desk =
      new Desk(dataSource, clock, new Wallets(Map.of(Wallets.DEFAULT, node, "spare", spare), 64));
  private final NodeWork work = desk.nodeWork;

  @Test
  void asksForAnInvoiceOnceUntilTheLeaseIsOver() {
    PaymentHash hash = desk.place("o-1");
    Attempt attempt = all(work.invoicesToRequest()).getFirst();
    InvoiceRequest request = work.request(attempt);
    assertThat(request.paymentHash()).isEqualTo(hash);
    assertThat(request.amount()).isEqualTo(Desk.PRICE);
    assertThat(work.preimage(attempt).hash()).isEqualTo(hash);
    assertThat(all(work.invoicesToRequest())).isEmpty();

    clock.advance(Duration.ofSeconds(31));
    Attempt again = all(work.invoicesToRequest()).getFirst();
    assertThat(work.preimage(again).bytes()).isEqualTo(work.preimage(attempt).bytes());
  }

  @Test
  void claimsItsOwnAnewWhenItStartsAnew() {
    desk.place("o-1");
    assertThat(all(work.invoicesToRequest())).hasSize(1);
    work.dropOwnLeases();
    assertThat(all(work.invoicesToRequest())).hasSize(1);
  }

  @Test
  void hasAnInvoiceCancelledThatIsPastItsExpiry() {
    PaymentHash hash = open("o-1");
    clock.advance(Duration.ofMinutes(15).plusSeconds(10));
    work.cancelOverdue();
    assertThat(desk.instruction(hash)).isEqualTo("-");
    clock.advance(Duration.ofSeconds(1));
    work.cancelOverdue();
    Attempt attempt = all(work.instructions()).getFirst();
    assertThat(attempt.instruction()).isEqualTo(Attempt.Instruction.CANCEL);
    assertThat(attempt.paymentHash()).isEqualTo(hash);
    assertThat(all(desk.lookUps.due())).isEmpty();
  }

  @Test
  void namesOrdersThatHaveWaitedTooLongForAnInvoice() {
    desk.place("o-1");
    clock.advance(Duration.ofMinutes(10));
    assertThat(work.withoutInvoice()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(work.withoutInvoice()).containsExactly(1L);
    desk.giveUp(1);
    assertThat(work.withoutInvoice()).isEmpty();
  }

  @Test
  void countsTheNodesSilenceOnlyWhileItIsAsked() {
    PaymentHash hash = open("o-1");
    clock.advance(Duration.ofDays(1)); // we were away
    work.cancelOverdue();
    for (int tries = 0; tries < 120; tries++) {
      assertThat(all(work.instructions())).hasSize(1);
      clock.advance(Duration.ofSeconds(31));
    }
    assertThat(work.withoutAnswer()).isEmpty();
    assertThat(all(work.instructions())).hasSize(1);
    assertThat(work.withoutAnswer()).containsExactly(1L);

    desk.expire(1);
    assertThat(work.withoutAnswer()).isEmpty();
    clock.advance(Duration.ofSeconds(31));
    assertThat(all(work.instructions())).hasSize(1);
    desk.hear(hash, SETTLED);
    assertThat(desk.status("o-1")).isEqualTo(OrderStatus.PAID);
    clock.advance(Duration.ofSeconds(31));
    assertThat(all(work.instructions())).isEmpty();
  }

  @Test
  void claimsNothingOfAWalletThatIsAwayAndCountsItsSilence() {
    PaymentHash hash = open("o-1");
    node.readiness = Readiness.AWAY;
    clock.advance(Duration.ofDays(1));
    for (int tries = 0; tries <= 120; tries++) {
      assertThat(work.withoutAnswer()).isEmpty();
      work.cancelOverdue();
      assertThat(all(work.instructions())).isEmpty();
      clock.advance(Duration.ofSeconds(31));
    }
    assertThat(work.withoutAnswer()).containsExactly(1L);

    node.readiness = Readiness.READY;
    assertThat(all(work.instructions())).extracting(Attempt::paymentHash).containsExactly(hash);
  }

  @Test
  void claimsOfOtherWalletsWhileOneIsAwayOrBusy() {
    jdbc.sql("UPDATE product SET quantity = 2").update();
    PaymentHash first = desk.place("o-1");
    PaymentHash second = desk.place("o-2");
    jdbc.sql("UPDATE invoice SET wallet = 'spare' WHERE payment_hash = :hash")
        .param("hash", second.hex())
        .update();
    spare.readiness = Readiness.BUSY;
    assertThat(work.canRequestMore()).isFalse();
    assertThat(all(work.invoicesToRequest()))
        .extracting(Attempt::paymentHash)
        .containsExactly(first);
    assertThat(work.canRequestMore()).isFalse();
    spare.readiness = Readiness.READY;
    assertThat(work.canRequestMore()).isTrue();
    assertThat(all(work.invoicesToRequest())).extracting(Attempt::wallet).containsExactly("spare");
    assertThat(work.canRequestMore()).isFalse();

    clock.advance(Duration.ofSeconds(31));
    node.readiness = Readiness.AWAY;
    assertThat(all(work.invoicesToRequest())).extracting(Attempt::wallet).containsExactly("spare");
  }

  /** A node that is as a test says. */
  @Test
  void refusesToHoldPaymentsAtANodeThatCannot() {
    JdbcClient jdbc = JdbcClient.create(dataSource);
    var always =
        new Binder(new MapConfigurationPropertySource(Map.of("caravan.checkout.hold", "always")))
            .bindOrCreate("caravan.checkout", CheckoutProperties.class);
    var attempts = new Attempts(jdbc, new Vault(MasterKey.parse("07".repeat(32))), always, clock);
    var simple =
        new UnaskedNode() {
          @Override
          public boolean holds() {
            return false;
          }
        };
    var wallets = new Wallets(Map.of(Wallets.DEFAULT, node, "simple", simple), 64);
    var instance = new Instance("test");
    assertThatThrownBy(() -> new NodeWork(jdbc, attempts, wallets, always, instance, clock))
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining("caravan.checkout.hold")
        .hasMessageContaining(": simple.");
    assertThat(new NodeWork(jdbc, attempts, wallets, desk.properties, instance, clock)).isNotNull();
  }

  private static final class Moody extends UnaskedNode {
    private volatile Readiness readiness = Readiness.READY;

    @Override
    public Readiness readiness() {
      return readiness;
    }
  }

  private PaymentHash open(String id) {
    PaymentHash hash = desk.place(id);
    desk.hear(hash, OPEN);
    return hash;
  }

  private static <T> List<T> all(Iterator<T> claims) {
    List<T> all = new ArrayList<>();
    claims.forEachRemaining(all::add);
    return all;
  }
}
