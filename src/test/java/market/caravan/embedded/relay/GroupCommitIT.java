package market.caravan.embedded.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import market.caravan.PostgresTest;
import market.caravan.embedded.relay.Outcome.Known;
import market.caravan.embedded.relay.Outcome.Refused;
import market.caravan.embedded.relay.Outcome.Stored;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventJson;
import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.Filter;
import market.caravan.nostr.KeyPair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

class GroupCommitIT extends PostgresTest {

  private final KeyPair alice = KeyPair.generate();
  private final LiveEvents live = new LiveEvents();
  private final Outgoing outgoing = new Outgoing(1_000_000, Duration.ofSeconds(1), () -> {});
  private final AtomicInteger lostWords = new AtomicInteger();
  private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
  private final GroupCommit commit = commit();

  @BeforeEach
  void subscribe() throws InterruptedException {
    Subscription subscription = new Subscription("s", List.of(Filter.any()), outgoing);
    live.add(subscription);
    subscription.load(new StoredEvents(jdbc), commit.newest(), 10);
    assertThat(outgoing.poll(Duration.ofSeconds(10))).contains("[\"EOSE\",\"s\"]");
  }

  @AfterEach
  void stop() {
    commit.close();
  }

  @Test
  void failsOnlyTheEventThatCannotBeStored() throws InterruptedException {
    Event first = event("first");
    Event poisoned = event("poisoned");
    Event last = event("last");
    submit(first, EventJson.write(first));
    submit(poisoned, "\0");
    submit(last, EventJson.write(last));
    commit.start();

    assertThat(outcome()).isInstanceOf(Stored.class);
    assertThat(outcome()).isInstanceOf(Refused.class);
    assertThat(outcome()).isInstanceOf(Stored.class);
    assertThat(frames(2)).containsExactly(frame(first), frame(last));
  }

  @Test
  void storesAnEventOnceThatCameTwiceInABatch() throws InterruptedException {
    Event event = event("twice");
    submit(event, EventJson.write(event));
    submit(event, EventJson.write(event));
    commit.start();

    assertThat(outcome()).isInstanceOf(Stored.class);
    assertThat(outcome()).isInstanceOf(Known.class);
  }

  @Test
  void publishesWhatWasCommittedAlthoughTheWordOfItWasLost() throws InterruptedException {
    Event unsure = event("unsure");
    Event next = event("next");
    lostWords.set(1);
    submit(unsure, EventJson.write(unsure));
    commit.start();
    assertThat(outcome()).isInstanceOf(Refused.class);

    submit(unsure, EventJson.write(unsure));
    submit(next, EventJson.write(next));

    assertThat(outcome()).isInstanceOf(Known.class);
    assertThat(outcome()).isInstanceOf(Stored.class);
    assertThat(frames(2)).containsExactly(frame(unsure), frame(next));
  }

  @Test
  void commitsWhatWaitsBeforeItStopsAndTakesNothingAfter() throws InterruptedException {
    for (int i = 0; i < 250; i++) {
      Event event = event("note " + i);
      submit(event, EventJson.write(event));
    }
    commit.start();
    commit.close();

    assertThat(outcomes).hasSize(250).allMatch(Stored.class::isInstance);
    Event late = event("late");
    submit(late, EventJson.write(late));
    assertThat(outcomes).last().isInstanceOf(Refused.class);
  }

  private GroupCommit commit() {
    EventRows rows = new EventRows(jdbc);
    JdbcTransactionManager transactions =
        new JdbcTransactionManager(dataSource) {
          @Override
          protected void doCommit(DefaultTransactionStatus status) {
            super.doCommit(status);
            if (lostWords.getAndDecrement() > 0) {
              throw new TransactionSystemException("The connection broke after the commit");
            }
          }
        };
    return new GroupCommit(
        new EventStore(rows, new Deletions(jdbc, rows), new TransactionTemplate(transactions)),
        live,
        limits());
  }

  private static EmbeddedRelayProperties limits() {
    Duration wait = Duration.ofSeconds(10);
    return new EmbeddedRelayProperties(10, 10_000, 10, 10, 100, 1_000_000, wait, wait, 1_000, 100);
  }

  private void submit(Event event, String json) throws InterruptedException {
    commit.submit(new Arrival(event, json, outcomes::add));
  }

  private Outcome outcome() throws InterruptedException {
    Outcome outcome = outcomes.poll(10, TimeUnit.SECONDS);
    assertThat(outcome).isNotNull();
    return outcome;
  }

  private List<String> frames(int count) throws InterruptedException {
    List<String> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      outgoing.poll(Duration.ofSeconds(10)).ifPresent(frames::add);
    }
    return frames;
  }

  private static String frame(Event event) {
    return "[\"EVENT\",\"s\"," + EventJson.write(event) + "]";
  }

  private Event event(String content) {
    return alice.sign(
        new EventTemplate(1, Instant.parse("2026-01-01T12:00:00Z"), List.of(), content));
  }
}
