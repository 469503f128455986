package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** How often keys may call and be guessed. */
class CallLimitsTest {

  private static final Caller ADA = new Caller("ada", KeyKind.ADMIN, "m");
  private static final String HERE = "192.0.2.1";

  private final AtomicInteger lookUps = new AtomicInteger();

  private static CallLimits limits(int calls, int guesses) {
    var source =
        new MapConfigurationPropertySource(
            Map.of(
                "caravan.api.calls-per-second", calls, "caravan.api.guesses-per-second", guesses));
    return new CallLimits(new Binder(source).bindOrCreate("caravan.api", ApiProperties.class));
  }

  private Optional<Caller> find(CallLimits limits, String key, String address) {
    return limits.find(
        key,
        address,
        asked -> {
          lookUps.incrementAndGet();
          return asked.startsWith("ada") ? Optional.of(ADA) : Optional.empty();
        });
  }

  private static void assertTooMany(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.status()).isEqualTo(429));
  }

  @Test
  void aKeyMayCallSoOftenAndAnotherOneIsNotConcerned() {
    CallLimits limits = limits(3, 100);
    for (int i = 0; i < 3; i++) {
      assertThat(find(limits, "ada", HERE)).contains(ADA);
    }
    // A second may end at any moment: once more than twice as often it has called too often.
    assertTooMany(() -> many(limits, "ada", 4));
    assertThat(find(limits, "ada's other", HERE)).contains(ADA);
  }

  @Test
  void anAddressMayGuessSoOftenAndAnotherOneIsNotConcerned() {
    CallLimits limits = limits(100, 3);
    assertTooMany(() -> many(limits, "guess", 7));
    assertThat(find(limits, "guess", "192.0.2.2")).isEmpty();
    assertThat(find(limits, "guess", "2001:db8::1")).isEmpty();
  }

  @Test
  void whoHasAKeyIsServedBesideSomebodyWhoGuesses() {
    CallLimits limits = limits(100, 3);
    assertTooMany(() -> many(limits, "guess", 7));
    for (int i = 0; i < 20; i++) {
      assertThat(find(limits, "ada", HERE)).contains(ADA);
      assertThat(find(limits, "ada" + i, HERE)).contains(ADA);
    }
  }

  @Test
  void allOfAnIpv6NetworkAreOneAddress() {
    CallLimits limits = limits(100, 3);
    assertTooMany(
        () -> {
          for (int i = 1; i < 8; i++) {
            find(limits, "guess", "2001:db8:0:1::" + i);
          }
        });
    assertThat(find(limits, "guess", "2001:db8:0:2::1")).isEmpty();
  }

  private void many(CallLimits limits, String key, int times) {
    for (int i = 0; i < times; i++) {
      find(limits, key, HERE);
    }
  }
}
