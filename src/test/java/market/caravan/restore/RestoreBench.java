package market.caravan.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import market.caravan.PostgresTest;
import market.caravan.lightning.Invoice.State;
import market.caravan.mailbox.StoredMessage;
import org.junit.jupiter.api.Test;

/**
 * How many messages a second orders are restored from, and what memory that takes, with a real
 * PostgreSQL and a node that answers at once; docs/performance.md says more.
 */
class RestoreBench extends PostgresTest {

  private static final int MESSAGES = Integer.getInteger("bench.restore-messages", 100_000);
  private static final int OF_AN_ORDER = 4;

  private final Archive archive = new Archive("m", dataSource, Clock.systemUTC());

  @Test
  void restoresManyMessagesInOneRun() {
    fill();
    System.out.println("BENCH restore: heap before %d MB".formatted(heapMb()));
    RestoreRun run = archive.runs.request("m", null, false);
    RestorePage page = archive.restorer.begin(run);
    long begun = System.nanoTime();
    long paused = 0;
    int tenth = 1;
    long least = Long.MAX_VALUE;
    long most = 0;
    while (page != null) {
      page = archive.step(page);
      if (page != null && page.run().percent() >= 10 * tenth) {
        long before = System.nanoTime();
        long heap = heapMb();
        least = Math.min(least, heap);
        most = Math.max(most, heap);
        tenth++;
        paused += System.nanoTime() - before;
      }
    }
    double seconds = (System.nanoTime() - begun - paused) / 1e9;
    RestoreRun done = archive.runs.find(run.id()).orElseThrow();
    assertThat(done.restored()).isEqualTo(MESSAGES / OF_AN_ORDER);
    System.out.println(
        "BENCH restore: %,d messages of %,d orders in %.1f s, %,.0f messages/s, heap %d to %d MB"
            .formatted(
                done.messagesRead(),
                done.restored(),
                seconds,
                done.messagesRead() / seconds,
                least,
                most));
    long again = System.nanoTime();
    assertThat(archive.restore().unchanged()).isEqualTo(MESSAGES / OF_AN_ORDER);
    System.out.println(
        "BENCH restore: the same again, with nothing to do, in %.1f s"
            .formatted((System.nanoTime() - again) / 1e9));
  }

  /** What lives, and not what waits to be collected. */
  private static long heapMb() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
  }

  private void fill() {
    archive.openStall("s");
    archive.shelve("teapot", "s");
    List<StoredMessage> messages = new ArrayList<>();
    for (int i = 0; i < MESSAGES / OF_AN_ORDER; i++) {
      Said said = new Said(Said.pubkey(i), "o-" + i);
      String invoice = said.invoice(i);
      messages.add(said.ordered(i, "teapot", 1));
      messages.add(said.requested(i, invoice));
      messages.add(said.told(i + 3, true, false));
      messages.add(said.told(i + 9, true, true));
      archive.says(Said.standing(invoice, State.SETTLED));
      if (messages.size() >= 10_000) {
        archive.file(messages);
        messages.clear();
      }
    }
    archive.file(messages);
    jdbc.sql("ANALYZE").update();
  }
}
