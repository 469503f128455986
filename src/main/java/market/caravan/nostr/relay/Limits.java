package market.caravan.nostr.relay;

import java.time.Duration;

/** What a setting may be. */
final class Limits {

  private Limits() {}

  static void requirePositive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " is " + value + ", must be greater than zero");
    }
  }

  static void requirePositive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " is " + value + ", must be greater than zero");
    }
  }

  static void requireNotNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " is " + value + ", must not be negative");
    }
  }
}
