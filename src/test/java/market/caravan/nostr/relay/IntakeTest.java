package market.caravan.nostr.relay;

import static market.caravan.nostr.relay.Messages.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import market.caravan.PermanentException;
import market.caravan.TransientException;
import market.caravan.nostr.ClientMessage;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventJson;
import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.Filter;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.RelayMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IntakeTest {

  private final KeyPair merchant = KeyPair.generate();
  private final KeyPair customer = KeyPair.generate();
  private final MemoryJournal journal = new MemoryJournal();
  private final CountingListener counts = new CountingListener();
  private final ScriptedRelay relay = new ScriptedRelay();
  private final Instant now = NOON.plus(Duration.ofHours(1));
  private final RelayPool pool =
      new RelayPool(QuickSettings.RELAYS, Clock.fixed(now, ZoneOffset.UTC), counts);

  @BeforeEach
  void haveAMerchant() {
    journal.accounts.add(merchant.pubkey());
  }

  @AfterEach
  void stop() {
    pool.close();
    relay.close();
  }

  private Intake read() {
    Intake intake = pool.read(Set.of(4), QuickSettings.INTAKE, journal, journal);
    pool.start(List.of(relay.url()));
    return intake;
  }

  private void readUntilCaughtUp() {
    read();
    awaitCaughtUp();
  }

  private void awaitCaughtUp() {
    await().until(() -> pool.status().stream().allMatch(RelayStatus::caughtUp));
  }

  private Event order(int minute) {
    return Messages.message(
        customer, merchant.pubkey(), NOON.plusSeconds(60L * minute), "order " + minute);
  }

  @Test
  void readsWhatIsStoredOldestFirstAndThenWhatIsNew() {
    IntStream.range(0, 5).mapToObj(this::order).forEach(relay.stored::add);

    readUntilCaughtUp();
    relay.bring(order(5));

    await().until(() -> journal.inbox.size() == 6);
    assertThat(journal.contents())
        .containsExactly("order 0", "order 1", "order 2", "order 3", "order 4", "order 5");
    assertThat(journal.inbox).extracting(ReceivedEvent::caughtUp).endsWith(false, true);
    assertThat(journal.inbox).extracting(ReceivedEvent::relay).containsOnly(relay.url());
    assertThat(journal.story).containsExactly("connected", "caught up with 5");
  }

  @Test
  void readsTheMerchantsOwnMessagesToo() {
    relay.stored.add(Messages.message(merchant, customer.pubkey(), NOON, "from my phone"));

    readUntilCaughtUp();

    assertThat(journal.contents()).containsExactly("from my phone");
    assertThat(journal.inbox).extracting(ReceivedEvent::account).containsOnly(merchant.pubkey());
  }

  @Test
  void readsInOneSubscriptionWhatTheAccountItselfHasPublished() {
    relay.stored.add(published(merchant, 30018));
    relay.stored.add(published(merchant, 0));
    relay.stored.add(published(customer, 30018));

    pool.readOwn(Set.of(0, 30018), QuickSettings.INTAKE, journal, journal);
    pool.start(List.of(relay.url()));
    awaitCaughtUp();
    relay.broadcast(published(customer, 30018));
    relay.bring(published(merchant, 1));
    relay.bring(published(merchant, 30018));

    await().until(() -> journal.inbox.size() == 3);
    assertThat(journal.inbox)
        .extracting(received -> received.event().pubkey())
        .containsOnly(merchant.pubkey());
    assertThat(relay.subscriptions()).hasSize(1);
  }

  /** What speaks of the merchant, and is by whoever it is. */
  private Event published(KeyPair author, int kind) {
    List<List<String>> tags = List.of(List.of("p", merchant.pubkey().hex()));
    return author.sign(new EventTemplate(kind, NOON.plusSeconds(journal.inbox.size()), tags, "{}"));
  }

  @Test
  void readsAnAccountFromItsBeginningOnceItsCursorIsForgotten() {
    journal.cursors.put(relay.url(), NOON);
    readUntilCaughtUp();
    relay.stored.add(
        Messages.message(customer, merchant.pubkey(), NOON.minus(Duration.ofDays(90)), "long ago"));
    journal.cursors.clear();

    pool.readAnew(merchant.pubkey(), Set.of(4));

    await().until(() -> journal.contents().equals(List.of("long ago")));
  }

  @Test
  void takesTheGenuineEventAfterAForgedOneWithItsId() {
    readUntilCaughtUp();
    Event genuine = order(1);

    relay.broadcast(Messages.forged(genuine));
    relay.bring(genuine);

    await().until(() -> journal.inbox.size() == 1);
    assertThat(journal.contents()).containsExactly("order 1");
    assertThat(counts.count(IntakeOutcome.FORGED)).isEqualTo(1);
  }

  @Test
  void handlesAnEventOnceThatTwoRelaysBringAtTheSameMoment() {
    try (ScriptedRelay other = new ScriptedRelay()) {
      pool.read(Set.of(4), QuickSettings.INTAKE, journal, journal);
      pool.start(List.of(relay.url(), other.url()));
      awaitCaughtUp();

      IntStream.range(0, 50)
          .mapToObj(this::order)
          .forEach(
              event -> {
                relay.bring(event);
                other.bring(event);
              });

      await().until(() -> counts.count(IntakeOutcome.KNOWN) == 50);
      assertThat(journal.contents()).hasSize(50).doesNotHaveDuplicates();
    }
  }

  @Test
  void dropsAndCountsWhatIsNoMessageForUs() {
    readUntilCaughtUp();
    Event neighbour = order(9);

    relay.say("this is no JSON");
    relay.say("[\"EVENT\",\"caravan-1\",{\"id\":1}]");
    relay.say("[".repeat(10_000));
    relay.bring(Messages.message(customer, merchant.pubkey(), NOON, "x".repeat(10_001)));
    relay.bring(
        customer.sign(
            new EventTemplate(
                4,
                NOON,
                List.of(List.of("p", merchant.pubkey().hex()), List.of("t", "x".repeat(30_000))),
                "a tag that is longer than any message")));
    relay.say("y".repeat(QuickSettings.RELAYS.maxMessageChars() + 1));
    relay.say(
        "[\"EVENT\",\"caravan-1\",%s]"
            .formatted(
                EventJson.write(
                    Messages.message(customer, KeyPair.generate().pubkey(), NOON, "not ours"))));
    relay.bring(neighbour);

    await().until(() -> journal.inbox.size() == 1);
    assertThat(journal.contents()).containsExactly(neighbour.content());
    assertThat(counts.count(IntakeOutcome.MALFORMED)).isEqualTo(3);
    assertThat(counts.count(IntakeOutcome.OVERSIZED)).isEqualTo(3);
    assertThat(counts.count(IntakeOutcome.UNASKED)).isEqualTo(1);
  }

  @Test
  void keepsWhatItHasWhileTheDatabaseIsAway() {
    readUntilCaughtUp();
    journal.away.set(true);
    IntStream.range(0, 300).mapToObj(this::order).forEach(relay::bring);
    await().until(() -> counts.count(IntakeOutcome.RETRIED) > 3);
    assertThat(journal.inbox).isEmpty();

    journal.away.set(false);

    await().until(() -> journal.inbox.size() == 300);
    assertThat(journal.contents())
        .containsExactlyElementsOf(
            IntStream.range(0, 300).mapToObj(minute -> "order " + minute).toList());
  }

  @Test
  void missesNothingWhenTheRelayIsGoneAndBack() {
    readUntilCaughtUp();
    relay.bring(order(1));
    await().until(() -> journal.inbox.size() == 1);
    relay.close();
    await().until(() -> !pool.status().getFirst().caughtUp());

    try (ScriptedRelay back = new ScriptedRelay(relay.port())) {
      back.stored.addAll(List.of(order(1), order(2)));
      awaitCaughtUp();
      back.bring(order(3));

      await().until(() -> journal.inbox.size() == 3);
      assertThat(journal.contents()).containsExactly("order 1", "order 2", "order 3");
    }
  }

  @Test
  void readsAMessageAgainThatWasCutOff() {
    readUntilCaughtUp();
    relay.stored.add(order(1));

    relay.cutOff(order(1));

    await().until(() -> journal.inbox.size() == 1);
    assertThat(counts.count(IntakeOutcome.MALFORMED)).isZero();
  }

  @Test
  void opensASubscriptionAgainThatTheRelayHasClosed() {
    readUntilCaughtUp();

    relay.say("[\"CLOSED\",\"caravan-1\",\"error: shutting down idle subscriptions\"]");
    await().until(() -> journal.story.size() == 4);
    relay.bring(order(1));

    await().until(() -> journal.inbox.size() == 1);
  }

  @Test
  void readsAccountsThatComeAndGo() {
    Intake intake = read();
    awaitCaughtUp();
    KeyPair newcomer = KeyPair.generate();
    journal.accounts.add(newcomer.pubkey());
    intake.refresh();
    await().until(() -> relay.subscriptions().size() == 4);

    relay.bring(Messages.message(customer, newcomer.pubkey(), NOON, "welcome"));
    await().until(() -> journal.contents().contains("welcome"));

    journal.accounts.remove(newcomer.pubkey());
    await().until(() -> relay.subscriptions().size() == 2);
  }

  @Test
  void takesNothingMoreWhilePausedAndLosesNothing() {
    Intake intake = read();
    awaitCaughtUp();

    intake.pause();
    IntStream.range(0, 200).mapToObj(this::order).forEach(relay::bring);
    await().during(Duration.ofMillis(300)).until(() -> journal.inbox.isEmpty());
    assertThat(intake.pending()).isZero();
    intake.resume();

    await().until(() -> journal.inbox.size() == 200);
  }

  @Test
  void savesTheCursorOnlyOnceCaughtUp() {
    relay.onReq =
        (client, req) ->
            relay
                .page(req.filters().getFirst())
                .forEach(event -> ScriptedRelay.send(client, req.subscription(), event));
    relay.stored.add(order(1));
    Intake silent = read();
    await().until(() -> journal.inbox.size() == 1);
    await().until(() -> journal.story.contains("caught up with 1"));
    silent.close();
    assertThat(journal.cursors).isEmpty();

    relay.onReq = relay::answer;
    Intake proper = pool.read(Set.of(4), QuickSettings.INTAKE, journal, journal);
    awaitCaughtUp();
    proper.close();
    assertThat(journal.cursors).containsEntry(relay.url(), NOON.plusSeconds(60));
  }

  @Test
  void neverPutsTheCursorAheadOfOurClock() {
    relay.stored.add(
        Messages.message(customer, merchant.pubkey(), now.plusSeconds(600), "from the future"));

    readUntilCaughtUp();
    pool.close();

    assertThat(journal.cursors).containsEntry(relay.url(), now);
  }

  @Test
  void keepsTheCursorBeforeAnOrderThatWaitsWhenClosed() {
    Event waiting =
        Messages.message(customer, merchant.pubkey(), now.minus(Duration.ofDays(3)), "old order");
    IntakeHandler halfAway =
        received -> {
          if (received.event().equals(waiting)) {
            throw new TransientException("database-away", "The database is away for this one");
          }
          journal.handle(received);
        };
    pool.read(Set.of(4), QuickSettings.INTAKE, journal, halfAway);
    pool.start(List.of(relay.url()));
    awaitCaughtUp();
    relay.bring(waiting);
    await().until(() -> counts.count(IntakeOutcome.RETRIED) > 0);
    relay.bring(Messages.message(KeyPair.generate(), merchant.pubkey(), now, "new order"));
    await().until(() -> journal.inbox.size() == 1);

    pool.close();

    assertThat(journal.cursors).containsEntry(relay.url(), waiting.createdAt());
  }

  @Test
  void triesAnEventAgainWhoseHandlingWasInterrupted() {
    AtomicBoolean interrupted = new AtomicBoolean();
    IntakeHandler handler =
        received -> {
          if (!interrupted.getAndSet(true)) {
            Thread.currentThread().interrupt();
            throw new InterruptedException();
          }
          journal.handle(received);
        };
    pool.read(Set.of(4), QuickSettings.INTAKE, journal, handler);
    relay.stored.add(order(1));
    relay.stored.add(order(2));

    pool.start(List.of(relay.url()));

    await().until(() -> journal.contents().equals(List.of("order 1", "order 2")));
  }

  @Test
  void asksFromTwoDaysBeforeTheCursor() {
    journal.cursors.put(relay.url(), NOON);

    readUntilCaughtUp();

    assertThat(relay.asked())
        .extracting(filter -> filter.since())
        .containsOnly(NOON.minus(Duration.ofDays(2)).minus(Duration.ofMinutes(10)));
  }

  @Test
  void readsMessagesOfCustomersWhoseClocksAreSlow() {
    journal.cursors.put(relay.url(), now);
    Event whileAway =
        Messages.message(customer, merchant.pubkey(), now.minusSeconds(60), "a minute slow");
    relay.stored.add(whileAway);
    readUntilCaughtUp();

    relay.bring(
        Messages.message(customer, merchant.pubkey(), now.minusSeconds(90), "slow and live"));

    await().until(() -> journal.inbox.size() == 2);
    assertThat(journal.contents()).containsExactly("a minute slow", "slow and live");
  }

  @Test
  void sweepsUpWhatARelayCameByLate() {
    journal.cursors.put(relay.url(), now);
    IntakeSettings sweeping = QuickSettings.sweepingEvery(Duration.ofMillis(200));
    pool.read(Set.of(4), sweeping, journal, journal);
    pool.start(List.of(relay.url()));
    awaitCaughtUp();

    relay.stored.add(
        Messages.message(
            customer, merchant.pubkey(), now.minus(Duration.ofHours(60)), "from another relay"));

    await().until(() -> journal.contents().contains("from another relay"));
  }

  @Test
  void letsNobodyWaitForARelayThatCannotBeReached() {
    pool.read(Set.of(4), QuickSettings.INTAKE, journal, journal);
    pool.start(List.of(URI.create("ws://127.0.0.1:1")));

    await().until(() -> journal.story.equals(List.of("caught up with 0")));
    assertThat(pool.status().getFirst().caughtUp()).isFalse();
    assertThat(pool.status().getFirst().lag()).isEmpty();
  }

  @Test
  void isNotCaughtUpWhileARelayRefusesASubscriptionWithNoMoreThanANotice() {
    relay.onReq =
        (client, req) -> {
          if (relay.subscriptions().size() < 2) {
            relay.answer(client, req);
          } else {
            client.send("[\"NOTICE\",\"too many subscriptions\"]");
          }
        };
    journal.accounts.add(KeyPair.generate().pubkey());
    read();
    await().until(() -> journal.story.stream().filter("caught up with 0"::equals).count() == 2);
    RelayStatus refusing = pool.status().getFirst();
    assertThat(refusing.caughtUp()).isFalse();
    assertThat(refusing.lag()).isEmpty();
    assertThat(refusing.lastError()).contains("notice: too many subscriptions");

    relay.onReq = relay::answer;

    awaitCaughtUp();
    await().until(() -> pool.status().getFirst().lastError().isEmpty());
  }

  @Test
  void showsThatARelayWantsToKnowWhoReads() {
    relay.onReq =
        (client, req) ->
            client.send(
                "[\"CLOSED\",\"%s\",\"auth-required: who are you?\"]"
                    .formatted(req.subscription()));
    read();

    await()
        .untilAsserted(
            () ->
                assertThat(pool.status().getFirst().lastError())
                    .contains("subscription closed: auth-required: who are you?"));
    assertThat(pool.publish(order(1), List.of(relay.url())).join().values())
        .allMatch(PublishOutcome::isAccepted);
    assertThat(pool.status().getFirst().lastError()).isPresent();
  }

  @Test
  void keepsNobodyWaitingForARelayThatGoesOnSendingAndNeverEnds() {
    relay.onReq = relay::listen;
    read();
    AtomicInteger sent = new AtomicInteger();
    await().until(() -> relay.subscriptions().size() == 2);

    await()
        .atMost(QuickSettings.INTAKE.silence().multipliedBy(6))
        .pollInterval(QuickSettings.INTAKE.silence().dividedBy(20))
        .until(
            () -> {
              relay.broadcast(order(sent.incrementAndGet()));
              return !journal.inbox.isEmpty();
            });
  }

  @Test
  void goesOnReadingAfterAMistakeOfOurs() {
    AtomicBoolean broken = new AtomicBoolean();
    Clock clock =
        new Clock() {
          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            if (broken.get() && Thread.currentThread().getName().startsWith("feed")) {
              broken.set(false);
              throw new IllegalStateException("a mistake");
            }
            return now;
          }
        };
    try (RelayPool careless = new RelayPool(QuickSettings.RELAYS, clock, counts)) {
      careless.read(
          Set.of(4), QuickSettings.sweepingEvery(Duration.ofMillis(50)), journal, journal);
      careless.start(List.of(relay.url()));
      await().until(() -> journal.story.contains("caught up with 0"));

      broken.set(true);
      await().until(() -> !broken.get());
      relay.stored.add(order(1));

      await().until(() -> journal.inbox.size() == 1);
    }
  }

  @Test
  void closesInTimeWhileTheDatabaseAnswersNobody() {
    IntStream.range(0, 5).forEach(i -> journal.accounts.add(KeyPair.generate().pubkey()));
    CountDownLatch answer = new CountDownLatch(1);
    AtomicInteger asking = new AtomicInteger();
    journal.beforeCursor =
        () -> {
          asking.incrementAndGet();
          awaitQuietly(answer);
        };
    read();
    await().until(() -> asking.get() == 6);

    assertTimeout(Duration.ofSeconds(4), pool::close);
    answer.countDown();
  }

  @Test
  void closesInTimeWhileTheDatabaseSavesNoCursor() {
    readUntilCaughtUp();
    relay.bring(order(1));
    await().until(() -> !journal.inbox.isEmpty());
    CountDownLatch answer = new CountDownLatch(1);
    journal.beforeCursor = () -> awaitQuietly(answer);

    assertTimeout(Duration.ofSeconds(4), pool::close);
    answer.countDown();
  }

  @Test
  void isNotCaughtUpWhereStoredMessagesWereTooLongToRead() {
    relay.stored.add(order(1));
    relay.onReq =
        (client, req) -> {
          client.send("y".repeat(QuickSettings.RELAYS.maxMessageChars() + 1));
          client.send(new RelayMessage.Eose(req.subscription()).write());
        };
    read();

    await().until(() -> journal.story.contains("caught up with 0"));
    assertThat(pool.status().getFirst().caughtUp()).isFalse();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void showsNobodyTheTokenOfARelay() {
    URI secret = URI.create(relay.url() + "/?token=secret");
    pool.read(Set.of(4), QuickSettings.INTAKE, journal, journal);
    pool.start(List.of(secret));
    awaitCaughtUp();

    relay.bring(order(1));
    await().until(() -> counts.count(IntakeOutcome.HANDLED) == 1);
    assertThat(pool.publish(order(2), pool.relays()).join().values())
        .allMatch(PublishOutcome::isAccepted);

    assertThat(relay.paths).isNotEmpty().allMatch("/?token=secret"::equals);
    assertThat(pool.status()).extracting(RelayStatus::url).containsExactly(relay.url());
    assertThat(counts.relays()).containsExactly(relay.url());
  }

  @Test
  void readsNoKindTwice() {
    Intake first = read();

    assertThatExceptionOfType(PermanentException.class)
        .isThrownBy(() -> pool.read(Set.of(4, 1059), QuickSettings.INTAKE, journal, journal))
        .withMessageContaining("4");

    first.close();
    try (Intake second = pool.read(Set.of(4), QuickSettings.INTAKE, journal, journal)) {
      assertThat(second.pending()).isZero();
    }
  }

  @Test
  void catchesUpWithARelayThatIgnoresLimitAndUntil() {
    IntStream.range(0, 100).mapToObj(this::order).forEach(relay.stored::add);
    relay.onReq =
        (client, req) -> {
          Filter all = req.filters().getFirst().limit(null).until(null);
          relay.answer(client, new ClientMessage.Req(req.subscription(), List.of(all)));
        };

    readUntilCaughtUp();

    assertThat(journal.inbox).hasSize(100);
    assertThat(relay.asked()).hasSizeLessThan(10);
  }

  @Test
  void catchesUpWithALongHistoryPageByPage() {
    IntStream.range(0, 200).mapToObj(this::order).forEach(relay.stored::add);
    relay.maxLimit = 7;

    readUntilCaughtUp();

    assertThat(journal.inbox).hasSize(200);
    assertThat(journal.story).containsExactly("connected", "caught up with 200");
  }

  @Test
  void readsTheWholeHistoryAlthoughSomebodyPublishesABackdatedEventMeanwhile() {
    IntStream.range(0, 200).mapToObj(this::order).forEach(relay.stored::add);
    Event backdated =
        Messages.message(
            customer, merchant.pubkey(), now.minus(Duration.ofHours(46)), "wrapped two days ago");
    AtomicBoolean published = new AtomicBoolean();
    relay.onReq =
        (client, req) -> {
          List<Event> page = relay.page(req.filters().getFirst());
          page.forEach(event -> ScriptedRelay.send(client, req.subscription(), event));
          if (!page.isEmpty() && !published.getAndSet(true)) {
            relay.stored.add(backdated);
            ScriptedRelay.send(client, req.subscription(), backdated);
          }
          client.send(new RelayMessage.Eose(req.subscription()).write());
        };
    journal.cursors.put(relay.url(), NOON);

    readUntilCaughtUp();

    assertThat(journal.inbox).hasSize(201);
  }

  @Test
  void asksAgainWhereARelayRefusesAPage() {
    IntStream.range(0, 30).mapToObj(this::order).forEach(relay.stored::add);
    AtomicInteger questions = new AtomicInteger();
    relay.onReq =
        (client, req) -> {
          if (questions.incrementAndGet() % 3 == 0) {
            client.send(
                "[\"CLOSED\",\"%s\",\"rate-limited: slow down\"]".formatted(req.subscription()));
          } else {
            relay.answer(client, req);
          }
        };

    readUntilCaughtUp();

    assertThat(journal.inbox).hasSize(30);
  }

  @Test
  void readsNoEventThatIsKnownAlreadyASecondTime() {
    IntStream.range(0, 5).mapToObj(this::order).forEach(relay.stored::add);
    readUntilCaughtUp();

    relay.hangUp();

    await().until(() -> counts.count(IntakeOutcome.KNOWN) >= 5);
    awaitCaughtUp();
    assertThat(journal.inbox).hasSize(5);
  }
}
