package market.caravan.lightning;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is refused of a node's doing, because it is not what was asked for or nobody asked for it.
 * It moves nothing, and is counted; of each kind the first of a wallet is told of in the log.
 */
public final class Refusals {

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private final BiConsumer<String, String> counter;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /**
   * Counts by whatever counts.
   *
   * @param counter is given the wallet and the reason, in kebab case
   */
  public Refusals(BiConsumer<String, String> counter) {
    this.counter = counter;
  }

  /**
   * Counts one, and tells of it if it is the first.
   *
   * @param reason in kebab case, one of a few
   * @param message for the operator
   */
  public void count(String wallet, String reason, String message) {
    counter.accept(wallet, reason);
    if (told.add(wallet + " " + reason)) {
      LOG.warn(
          "Refused at the Lightning wallet '{}' ({}; the next ones are only counted): {}",
          wallet,
          reason,
          message);
    }
  }
}
