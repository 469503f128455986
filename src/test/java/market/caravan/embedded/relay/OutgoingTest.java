package market.caravan.embedded.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutgoingTest {

  private final AtomicInteger overflows = new AtomicInteger();
  private final Outgoing outgoing =
      new Outgoing(10, Duration.ofMillis(200), overflows::incrementAndGet);

  @Test
  void keepsTheOrder() throws InterruptedException {
    outgoing.offer("one");
    assertThat(outgoing.put("2")).isTrue();

    assertThat(outgoing.poll(Duration.ZERO)).contains("one");
    assertThat(outgoing.poll(Duration.ZERO)).contains("2");
    assertThat(outgoing.poll(Duration.ofMillis(1))).isEmpty();
  }

  @Test
  void endsOnceWhenMoreWaitsThanItHolds() throws InterruptedException {
    outgoing.offer("123456");
    outgoing.offer("123456");
    outgoing.offer("123456");

    assertThat(overflows).hasValue(1);
    assertThat(outgoing.isClosed()).isTrue();
    assertThat(outgoing.poll(Duration.ofSeconds(10))).isEmpty();
    assertThat(outgoing.put("1")).isFalse();
  }

  @Test
  void takesAFrameThatIsLongerThanItHoldsWhenNothingElseWaits() {
    outgoing.offer("12345678901");

    assertThat(outgoing.isClosed()).isFalse();
  }

  @Test
  void waitsForRoomWithWhatCanWait() throws InterruptedException {
    assertThat(outgoing.put("1234")).isTrue();
    CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> outgoing.put("5678"));

    assertThat(outgoing.poll(Duration.ofSeconds(10))).contains("1234");
    assertThat(waiting.join()).isTrue();
    assertThat(outgoing.poll(Duration.ofSeconds(10))).contains("5678");
  }

  @Test
  void endsWhenTheClientTakesNothingForTooLong() {
    assertThat(outgoing.put("1234")).isTrue();

    assertThat(outgoing.put("5678")).isFalse();
    assertThat(overflows).hasValue(1);
  }

  @Test
  void lastsAsLongAsTheClientTakesSomething() throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      assertThat(outgoing.put("1234")).isTrue();
      assertThat(outgoing.poll(Duration.ZERO)).isPresent();
    }

    assertThat(overflows).hasValue(0);
  }
}
