package market.caravan.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import market.caravan.CaravanProcess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * {@code kill -9} at random moments, under load and while it starts, of Java alone and together
 * with PostgreSQL; after each, the books. {@code -Dkills=} says how often, {@code -Dkills.seed=}
 * repeats a run's choices.
 */
@Tag("slow")
class RandomKillsIT {

  private static final Logger LOG = LoggerFactory.getLogger(RandomKillsIT.class);
  private static final int KILLS = Integer.getInteger("kills", 200);

  @TempDir private Path data;

  private final long seed = Long.getLong("kills.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private int kills;
  private int withPostgres;
  private int whileStarting;

  @Test
  void losesNothingAndDoublesNothing() throws IOException {
    LOG.info("{} kills, -Dkills.seed={}", KILLS, seed);
    try (CaravanProcess caravan = new CaravanProcess(data, "caravan.checkout.invoice-expiry=6h");
        Crowd crowd = new Crowd(caravan)) {
      caravan.awaitUp();
      Books books = new Books(caravan);
      while (kills < KILLS) {
        round(caravan, crowd, books);
        books.assertBalanceOnceSettled();
        LOG.info(
            "{} kills, {} of them with PostgreSQL, {} while it started; {} orders: all in order",
            kills,
            withPostgres,
            whileStarting,
            crowd.made());
      }
    }
  }

  private void round(CaravanProcess caravan, Crowd crowd, Books books) {
    CountDownLatch go = new CountDownLatch(1);
    crowd.begin(go);
    go.countDown();
    crowd.come();
    pauseUpTo(Duration.ofMillis(1_500));
    kill(caravan, books);
    while (kills < KILLS && random.nextBoolean()) {
      caravan.start();
      pauseUpTo(Duration.ofSeconds(12));
      kill(caravan, books);
      whileStarting++;
    }
    caravan.start();
    caravan.awaitUp();
    crowd.awaitAll();
  }

  /**
   * PostgreSQL may not be there to be killed while all starts; where it lives, what holds at any
   * moment is checked.
   */
  private void kill(CaravanProcess caravan, Books books) {
    kills++;
    if (random.nextInt(3) == 0 && caravan.isPostgresUp()) {
      withPostgres++;
      caravan.killAll();
    } else {
      caravan.kill();
      if (caravan.isPostgresUp()) {
        Awaitility.await("PostgreSQL has started")
            .ignoreExceptionsInstanceOf(DataAccessException.class)
            .untilAsserted(books::assertDatabaseBalanced);
      }
    }
  }

  private void pauseUpTo(Duration most) {
    LockSupport.parkNanos(random.nextLong(most.toNanos()));
  }
}
