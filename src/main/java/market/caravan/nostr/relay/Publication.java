package market.caravan.nostr.relay;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** An event on its way to several relays: done when all have answered, or one and a grace. */
final class Publication {

  private final Map<URI, PendingEvent> events;
  private final Duration grace;
  private final ScheduledExecutorService timer;
  private final AtomicBoolean graceRuns = new AtomicBoolean();

  Publication(Map<URI, PendingEvent> events, Duration grace, ScheduledExecutorService timer) {
    this.events = events;
    this.grace = grace;
    this.timer = timer;
  }

  /** Completes on a thread of the executor: whoever goes on there holds no socket up. */
  CompletableFuture<Map<URI, PublishOutcome>> outcomes(Executor executor) {
    for (PendingEvent event : events.values()) {
      var unused = event.outcome().thenAccept(this::answered);
    }
    CompletableFuture<?>[] all =
        events.values().stream().map(PendingEvent::outcome).toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(all).thenApplyAsync(done -> gather(), executor);
  }

  private void answered(PublishOutcome outcome) {
    if (outcome.isAccepted() && graceRuns.compareAndSet(false, true)) {
      var unused = timer.schedule(this::endGrace, grace.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void endGrace() {
    events.values().forEach(event -> event.giveUp("no OK yet, while another relay has it"));
  }

  private Map<URI, PublishOutcome> gather() {
    Map<URI, PublishOutcome> outcomes = new LinkedHashMap<>();
    events.forEach((relay, event) -> outcomes.put(relay, event.outcome().join()));
    return outcomes;
  }
}
