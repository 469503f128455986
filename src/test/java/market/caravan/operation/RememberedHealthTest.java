package market.caravan.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import market.caravan.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;

class RememberedHealthTest {

  private static final Duration GOOD_FOR = Duration.ofSeconds(5);

  private final TestClock clock = new TestClock(Instant.EPOCH);
  private final AtomicInteger asked = new AtomicInteger();

  private RememberedHealth remembered(Runnable look) {
    return new RememberedHealth(
        () -> {
          asked.incrementAndGet();
          look.run();
          return Health.up().withDetail("asked", asked.get()).build();
        },
        GOOD_FOR,
        clock);
  }

  @Test
  void asksAgainOnlyOnceTheAnswerIsOld() {
    RememberedHealth health = remembered(() -> {});

    assertThat(health.get()).isEqualTo(health.get());
    clock.advance(GOOD_FOR.plusMillis(1));
    assertThat(health.get().getDetails()).containsEntry("asked", 2);
  }

  @Test
  @Timeout(20)
  void answersTheLatestWhileSomebodyElseAsks() throws Exception {
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch answers = new CountDownLatch(1);
    RememberedHealth health =
        remembered(
            () -> {
              if (asked.get() == 2) {
                hangs.countDown();
                uninterruptibly(answers);
              }
            });
    Health first = health.get();
    clock.advance(GOOD_FOR.plusMillis(1));
    Thread other = Thread.ofVirtual().start(health::get);
    hangs.await();

    assertThat(health.get()).isEqualTo(first);

    answers.countDown();
    other.join();
    assertThat(health.get().getDetails()).containsEntry("asked", 2);
  }

  @Test
  void remembersThatNoAnswerCouldBeHad() {
    RememberedHealth health =
        remembered(
            () -> {
              throw new IllegalStateException("The database is away");
            });

    assertThat(health.get().getStatus()).isEqualTo(Status.DOWN);
    assertThat(health.get().getStatus()).isEqualTo(Status.DOWN);
    assertThat(asked).hasValue(1);
  }

  private static void uninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
