package market.caravan.lightning.simulated;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import market.caravan.CaravanException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's own watch over invoices that nobody asks about. */
final class ExpirySweep implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ExpirySweep.class);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("simulated-node-sweep").factory());

  private final ScheduledFuture<?> sweeps;

  ExpirySweep(SimulatedNode node, Duration interval, int size) {
    long intervalMs = interval.toMillis();
    sweeps =
        thread.scheduleWithFixedDelay(
            () -> sweep(node, size), intervalMs, intervalMs, TimeUnit.MILLISECONDS);
  }

  private static void sweep(SimulatedNode node, int size) {
    try {
      int closed;
      do {
        closed = node.sweep(size);
      } while (closed == size);
    } catch (CaravanException e) {
      LOG.debug("Expired invoices wait for the next sweep", e);
    } catch (RuntimeException e) {
      LOG.warn("Expired invoices could not be closed, the next sweep tries again", e);
    }
  }

  @Override
  public void close() {
    sweeps.cancel(true);
    thread.shutdownNow();
  }
}
