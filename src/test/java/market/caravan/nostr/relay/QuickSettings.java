package market.caravan.nostr.relay;

import java.time.Duration;

/** Settings under which a test need not wait. */
public final class QuickSettings {

  public static final RelaySettings RELAYS =
      new RelaySettings(
          Duration.ofSeconds(2),
          Duration.ofMillis(200),
          Duration.ofMillis(200),
          Duration.ofMillis(20),
          Duration.ofMillis(200),
          1 << 20,
          Duration.ofSeconds(2),
          Duration.ofMillis(200),
          5_000,
          Duration.ofMillis(300));

  public static final IntakeSettings INTAKE = sweepingEvery(Duration.ofDays(1));

  private QuickSettings() {}

  static IntakeSettings sweepingEvery(Duration interval) {
    return with(10_000_000, interval);
  }

  static IntakeSettings holding(int maxBufferedBytes) {
    return with(maxBufferedBytes, Duration.ofDays(1));
  }

  private static IntakeSettings with(int maxBufferedBytes, Duration sweepInterval) {
    return new IntakeSettings(
        100,
        maxBufferedBytes,
        4,
        10_000,
        10,
        1_000,
        Duration.ofDays(2).plusMinutes(10),
        Duration.ofMillis(500),
        Duration.ofMillis(100),
        Duration.ofMillis(100),
        sweepInterval,
        Duration.ofDays(3),
        Duration.ofMillis(10),
        Duration.ofMillis(50));
  }
}
