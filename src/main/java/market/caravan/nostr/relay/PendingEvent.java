package market.caravan.nostr.relay;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** An event on its way to one relay, until the relay has said what it thinks of it. */
final class PendingEvent implements Outgoing {

  private enum Progress {
    WAITING,
    WRITTEN,
    WITHDRAWN
  }

  private final String text;
  private final Consumer<PublishOutcome> concluded;
  private final AtomicBoolean isConcluded = new AtomicBoolean();
  private final AtomicReference<Progress> progress = new AtomicReference<>(Progress.WAITING);
  private final CompletableFuture<PublishOutcome> outcome = new CompletableFuture<>();

  /**
   * @param concluded is told the outcome before whoever waits for it is
   */
  PendingEvent(String text, Consumer<PublishOutcome> concluded) {
    this.text = text;
    this.concluded = concluded;
  }

  /** An event that will not even be tried. */
  static PendingEvent notSent(String reason) {
    PendingEvent refused = new PendingEvent("", outcome -> {});
    refused.giveUp(reason);
    return refused;
  }

  CompletableFuture<PublishOutcome> outcome() {
    return outcome;
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public boolean begin() {
    return progress.compareAndSet(Progress.WAITING, Progress.WRITTEN);
  }

  @Override
  public void discarded() {
    giveUp("the connection has ended");
  }

  void answered(PublishOutcome answer) {
    conclude(answer);
  }

  /** Ends the waiting. What was not written by now never will be: NOT_SENT is a promise. */
  void giveUp(String reason) {
    boolean unwritten =
        progress.compareAndSet(Progress.WAITING, Progress.WITHDRAWN)
            || progress.get() == Progress.WITHDRAWN;
    conclude(unwritten ? PublishOutcome.notSent(reason) : PublishOutcome.unanswered(reason));
  }

  private void conclude(PublishOutcome end) {
    if (isConcluded.compareAndSet(false, true)) {
      concluded.accept(end);
      outcome.complete(end);
    }
  }
}
