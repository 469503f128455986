package market.caravan.nostr.relay;

import static market.caravan.nostr.relay.Messages.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import market.caravan.nostr.EventId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredEventsTest {

  private static final int PAGE_SIZE = 10;

  private record Stored(Instant at, int number) {

    Page.Sighting sighting() {
      return new Page.Sighting(new EventId("%064x".formatted(number)), at);
    }
  }

  private final List<Stored> stored = new ArrayList<>();
  private final Set<Stored> seen = new HashSet<>();
  private UnaryOperator<List<Stored>> manner = UnaryOperator.identity();
  private int cap = 500;
  private int maxPages = 1_000;
  private boolean ignoresUntil;
  private int questions;

  private void store(int count, Instant at) {
    IntStream.range(0, count).forEach(i -> stored.addFirst(new Stored(at, stored.size())));
  }

  private void storeEachSecond(int count) {
    IntStream.range(0, count).forEach(i -> store(1, NOON.plusSeconds(i)));
  }

  private Optional<Page> answer(@Nullable Instant until, int limit) {
    questions++;
    List<Stored> newest =
        stored.stream()
            .filter(event -> ignoresUntil || until == null || !event.at().isAfter(until))
            .limit(Math.min(limit, cap))
            .toList();
    seen.addAll(newest);
    return Optional.of(new Page(manner.apply(newest).stream().map(Stored::sighting).toList(), 0));
  }

  private boolean readBack(@Nullable Instant since) throws Exception {
    Page newest = answer(null, PAGE_SIZE).orElseThrow();
    return new StoredEvents(this::answer, since, PAGE_SIZE, maxPages).readBackFrom(newest);
  }

  @Test
  void readsEveryPage() throws Exception {
    storeEachSecond(95);

    assertThat(readBack(null)).isTrue();

    assertThat(seen).hasSize(95);
  }

  @Test
  void losesNothingOfASecondThatFillsPages() throws Exception {
    store(7, NOON);
    store(83, NOON.plusSeconds(1));
    store(7, NOON.plusSeconds(2));

    readBack(null);

    assertThat(seen).hasSize(97);
  }

  @Test
  void goesOnPastASecondThatARelaysLimitHides() throws Exception {
    cap = 5;
    store(3, NOON);
    store(50, NOON.plusSeconds(1));

    readBack(null);

    assertThat(seen).hasSize(8);
  }

  @Test
  void readsARelayWithALowerLimitThanOurs() throws Exception {
    cap = 3;
    storeEachSecond(50);

    readBack(null);

    assertThat(seen).hasSize(50);
  }

  @Test
  void stopsAtARelayThatIgnoresUntil() throws Exception {
    ignoresUntil = true;
    storeEachSecond(50);

    readBack(null);

    assertThat(questions).isLessThan(5);
  }

  @Test
  void stopsWhereEverythingOlderWasReadBefore() throws Exception {
    storeEachSecond(1_000);

    readBack(NOON.plusSeconds(950));

    assertThat(seen).hasSizeBetween(50, 60);
  }

  @Test
  void asksNothingMoreOfAnEmptyRelay() throws Exception {
    readBack(null);

    assertThat(questions).isEqualTo(1);
  }

  /** Puts an event that is published meanwhile, and backdated, into each answer. */
  private UnaryOperator<List<Stored>> interrupted(int fromTheEnd) {
    return answer -> {
      List<Stored> disturbed = new ArrayList<>(answer);
      Instant backdated = NOON.minus(Duration.ofDays(2)).plusSeconds(questions);
      disturbed.add(
          Math.max(0, answer.size() - fromTheEnd), new Stored(backdated, 100_000 + questions));
      return disturbed;
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 10})
  void isNotLedPastWhatIsStoredByABackdatedEventThatIsPublishedMeanwhile(int fromTheEnd)
      throws Exception {
    storeEachSecond(95);
    manner = interrupted(fromTheEnd);

    assertThat(readBack(NOON.minus(Duration.ofDays(1)))).isTrue();

    assertThat(seen).hasSize(95);
  }

  @Test
  void readsARelayThatDoesNotSort() throws Exception {
    storeEachSecond(95);
    manner = List::reversed;

    assertThat(readBack(null)).isTrue();

    assertThat(seen).hasSize(95);
  }

  @Test
  void isIncompleteWhereTheRelayHasMoreThanWeReadPagesOf() throws Exception {
    storeEachSecond(95);
    maxPages = 3;

    assertThat(readBack(null)).isFalse();

    assertThat(seen).hasSizeLessThan(95);
  }

  @Test
  void isIncompleteWhereAPageHadNothingButMessagesTooLongToRead() throws Exception {
    StoredEvents blind =
        new StoredEvents((until, limit) -> Optional.empty(), null, PAGE_SIZE, 1_000);

    assertThat(blind.readBackFrom(new Page(List.of(), 0))).isTrue();
    assertThat(blind.readBackFrom(new Page(List.of(), 10))).isFalse();
  }

  @Test
  void isIncompleteWhereTheRelayFallsSilent() throws Exception {
    StoredEvents silent =
        new StoredEvents((until, limit) -> Optional.empty(), null, PAGE_SIZE, 1_000);

    assertThat(silent.readBackFrom(new Page(List.of(new Stored(NOON, 1).sighting()), 0))).isFalse();
  }
}
