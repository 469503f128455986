package market.caravan.nostr.relay;

import static market.caravan.nostr.relay.Messages.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoredEventsTest {

  private static final int PAGE_SIZE = 10;

  private record Stored(Instant at, int number) {}

  private final List<Stored> stored = new ArrayList<>();
  private final Set<Stored> seen = new HashSet<>();
  private int cap = 500;
  private boolean ignoresUntil;
  private int questions;

  private void store(int count, Instant at) {
    IntStream.range(0, count).forEach(i -> stored.addFirst(new Stored(at, stored.size())));
  }

  private Optional<Page> answer(@Nullable Instant until, int limit) {
    questions++;
    Page page = Page.EMPTY;
    List<Stored> newest =
        stored.stream()
            .filter(event -> ignoresUntil || until == null || !event.at().isAfter(until))
            .limit(Math.min(limit, cap))
            .toList();
    for (Stored event : newest) {
      seen.add(event);
      page = page.and(event.at());
    }
    return Optional.of(page);
  }

  private boolean readBack(@Nullable Instant since) throws Exception {
    Page newest = answer(null, PAGE_SIZE).orElseThrow();
    return new StoredEvents(this::answer, since, PAGE_SIZE, 1_000).readBackFrom(newest);
  }

  @Test
  void readsEveryPage() throws Exception {
    IntStream.range(0, 95).forEach(i -> store(1, NOON.plusSeconds(i)));

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
    IntStream.range(0, 50).forEach(i -> store(1, NOON.plusSeconds(i)));

    readBack(null);

    assertThat(seen).hasSize(50);
  }

  @Test
  void stopsAtARelayThatIgnoresUntil() throws Exception {
    ignoresUntil = true;
    IntStream.range(0, 50).forEach(i -> store(1, NOON.plusSeconds(i)));

    readBack(null);

    assertThat(questions).isLessThan(5);
  }

  @Test
  void stopsWhereEverythingOlderWasReadBefore() throws Exception {
    IntStream.range(0, 1_000).forEach(i -> store(1, NOON.plusSeconds(i)));

    readBack(NOON.plusSeconds(950));

    assertThat(seen).hasSizeBetween(50, 60);
  }

  @Test
  void asksNothingMoreOfAnEmptyRelay() throws Exception {
    readBack(null);

    assertThat(questions).isEqualTo(1);
  }

  @Test
  void isIncompleteWhereTheRelayFallsSilent() throws Exception {
    StoredEvents silent =
        new StoredEvents((until, limit) -> Optional.empty(), null, PAGE_SIZE, 1_000);

    assertThat(silent.readBackFrom(new Page(1, NOON))).isFalse();
  }
}
