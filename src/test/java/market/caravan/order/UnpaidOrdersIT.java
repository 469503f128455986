package market.caravan.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import market.caravan.PostgresTest;
import market.caravan.TestClock;
import market.caravan.nostr.KeyPair;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many open unpaid orders a merchant may have: three here, each of another customer. */
class UnpaidOrdersIT extends PostgresTest {

  private final TestClock clock = new TestClock(Instant.parse("2026-05-06T07:08:09Z"));
  private final Trade trade =
      new Trade(dataSource, clock, Map.of("caravan.checkout.max-unpaid-per-merchant", 3));

  @BeforeEach
  void sell() {
    trade.shelve("mug", null);
  }

  @Test
  void noMoreAreTakenUntilOneIsNoLongerOpen() {
    assertThat(List.of(taken("o-1"), taken("o-2"), taken("o-3"))).containsOnly(true);
    assertThat(taken("o-4")).isFalse();

    trade.giveUp("o-1");
    clock.advance(Duration.ofSeconds(5));
    assertThat(taken("o-5")).as("five seconds after the last count").isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(taken("o-6")).isTrue();
  }

  @Test
  void areNotCountedAnewBeforeTheyCanBeTooMany() {
    assertThat(taken("o-1")).isTrue();
    fromElsewhere(2);
    clock.advance(Duration.ofMinutes(1));
    assertThat(List.of(taken("o-2"), taken("o-3"))).containsOnly(true);
    assertThat(taken("o-4")).as("three since the last count").isFalse();
  }

  @Test
  void areCountedAnewEveryFiveSecondsNearTheLimit() {
    assertThat(List.of(taken("o-1"), taken("o-2"))).containsOnly(true);
    clock.advance(Duration.ofMillis(60_001));
    assertThat(taken("o-3")).as("two are counted").isTrue();
    assertThat(taken("o-4")).as("one has come since, which is not counted yet").isTrue();
    clock.advance(Duration.ofMillis(5_001));
    assertThat(taken("o-5")).isFalse();
  }

  @Test
  void areCountedAnewWhenTheClockWasSetBack() {
    assertThat(taken("o-1")).isTrue();
    fromElsewhere(2);
    clock.advance(Duration.ofSeconds(-1));
    assertThat(taken("o-2")).isFalse();
  }

  @Test
  void areCountedAnewAfterAMinute() {
    assertThat(taken("o-1")).isTrue();
    fromElsewhere(2);
    clock.advance(Duration.ofMillis(60_001));
    assertThat(taken("o-2")).isFalse();
  }

  private boolean taken(String id) {
    List<OrderNews> news = trade.place(KeyPair.generate().pubkey(), id, Map.of("mug", 1L));
    assertThat(news)
        .allSatisfy(
            told ->
                assertThat(told)
                    .isInstanceOfSatisfying(
                        OrderNews.Refused.class,
                        refused -> assertThat(refused.reason()).startsWith("Too many orders")));
    return news.isEmpty();
  }

  /** Another instance has taken as many more. */
  private void fromElsewhere(int orders) {
    int taken =
        jdbc.sql(
                """
                INSERT INTO orders (merchant_id, id, public_key, merchant_public_key, event_id,
                  event_created_at, status, content_sha256, contact_data, order_items, extra_data,
                  total_msat, placed_at)
                SELECT merchant_id, 'elsewhere-' || i, public_key, merchant_public_key, event_id,
                  event_created_at, status, content_sha256, contact_data, order_items, extra_data,
                  total_msat, placed_at
                FROM orders, generate_series(1, :orders) i
                """)
            .param("orders", orders)
            .update();
    assertThat(taken).isEqualTo(orders);
  }
}
