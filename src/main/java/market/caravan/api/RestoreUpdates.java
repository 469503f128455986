package market.caravan.api;

import market.caravan.mailbox.History;
import market.caravan.restore.RestoreRun;
import org.springframework.stereotype.Component;

/** Tells whoever listens to a merchant's live updates how far restoring their orders has come. */
@Component("restoreUpdates")
public class RestoreUpdates {

  private final LiveUpdates updates;
  private final History history;

  RestoreUpdates(LiveUpdates updates, History history) {
    this.updates = updates;
    this.history = history;
  }

  /** What a listener is told; nostrmarket's front end passes over types that it does not know. */
  private record Frame(String type, RestoreView restore) {}

  /** Tells of a run as it stands; without listeners it is free. */
  public void announce(RestoreRun run) {
    updates.tell(
        run.merchantId(),
        () -> new Frame("restore", RestoreView.of(run, history.relays(run.merchantId()), null)));
  }
}
