package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FrameQueueTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void holdsNoMoreFramesThanItMay() throws InterruptedException {
    FrameQueue queue = new FrameQueue(2, 1_000);
    assertThat(queue.offer("one")).isTrue();
    assertThat(queue.offer("two")).isTrue();
    assertThat(queue.offer("three")).isFalse();
    assertThat(queue.poll(LONG)).isEqualTo("one");
    assertThat(queue.offer("three")).isTrue();
  }

  @Test
  void holdsNoMoreCharactersThanItMay() throws InterruptedException {
    FrameQueue queue = new FrameQueue(100, 10);
    assertThat(queue.offer("1234567")).isTrue();
    assertThat(queue.offer("1234")).isFalse();
    assertThat(queue.offer("123")).isTrue();
    assertThat(queue.poll(LONG)).hasSize(7);
    assertThat(queue.offer("1234567")).isTrue();
  }

  @Test
  void takesALongFrameByItself() {
    FrameQueue queue = new FrameQueue(100, 10);
    assertThat(queue.offer("x".repeat(50))).isTrue();
    assertThat(queue.offer("x")).isFalse();
  }

  @Test
  @Timeout(20)
  void wakesWhoeverWaits() throws InterruptedException {
    FrameQueue queue = new FrameQueue(2, 10);
    Thread waits = Thread.ofVirtual().start(queue::wake);
    assertThat(queue.poll(LONG)).isNull();
    waits.join();
  }
}
