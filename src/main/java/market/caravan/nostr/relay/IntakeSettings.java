package market.caravan.nostr.relay;

import java.time.Duration;

/**
 * How far back relays are read, and how much is held in memory meanwhile.
 *
 * @param maxBuffered messages that wait for their turn, all relays together
 * @param maxBufferedBytes what they may take in memory, about
 * @param workers messages that are handled at the same time
 * @param maxContentChars the longest content of an event that is looked at; the rest of an event
 *     has 16 KB
 * @param pageSize events that are asked for at once while catching up
 * @param maxPages pages after which a catch-up ends whatever the relay says
 * @param since how far before the cursor reading begins: gift wraps are backdated by up to two
 *     days, and clocks are slow
 * @param silence how long a relay may take to say EOSE before it counts as read; time in which we
 *     are too busy to listen is not counted
 * @param refreshInterval between two looks at the accounts
 * @param saveInterval between two savings of the cursors
 * @param sweepInterval between two sweeps
 * @param sweepSpan how much time a sweep reads again
 * @param retryMin the first pause before what failed is tried again
 * @param retryMax the longest such pause
 */
public record IntakeSettings(
    int maxBuffered,
    int maxBufferedBytes,
    int workers,
    int maxContentChars,
    int pageSize,
    int maxPages,
    Duration since,
    Duration silence,
    Duration refreshInterval,
    Duration saveInterval,
    Duration sweepInterval,
    Duration sweepSpan,
    Duration retryMin,
    Duration retryMax) {

  public static final IntakeSettings DEFAULTS =
      new IntakeSettings(
          1_000,
          64 << 20,
          64,
          256 * 1024,
          500,
          10_000,
          Duration.ofDays(2).plusMinutes(10),
          Duration.ofMinutes(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofDays(1),
          Duration.ofDays(3),
          Duration.ofMillis(500),
          Duration.ofSeconds(30));

  private static final int MAX_CHARS_BESIDE_CONTENT = 16 * 1024;

  public IntakeSettings {
    Limits.requirePositive("maxBuffered", maxBuffered);
    Limits.requirePositive("maxBufferedBytes", maxBufferedBytes);
    Limits.requirePositive("workers", workers);
    Limits.requirePositive("maxContentChars", maxContentChars);
    Limits.requirePositive("pageSize", pageSize);
    Limits.requirePositive("maxPages", maxPages);
    Limits.requireNotNegative("since", since);
    Limits.requirePositive("silence", silence);
    Limits.requirePositive("refreshInterval", refreshInterval);
    Limits.requirePositive("saveInterval", saveInterval);
    Limits.requirePositive("sweepInterval", sweepInterval);
    Limits.requireNotNegative("sweepSpan", sweepSpan);
    Limits.requirePositive("retryMin", retryMin);
    Limits.requirePositive("retryMax", retryMax);
  }

  /** The longest message that can hold an event: its content, its tags and what else it has. */
  int maxFrameChars() {
    return maxContentChars + MAX_CHARS_BESIDE_CONTENT;
  }

  /** The same, with other limits. */
  public IntakeSettings limitedTo(int otherMaxBuffered, int otherWorkers) {
    return new IntakeSettings(
        otherMaxBuffered,
        maxBufferedBytes,
        otherWorkers,
        maxContentChars,
        pageSize,
        maxPages,
        since,
        silence,
        refreshInterval,
        saveInterval,
        sweepInterval,
        sweepSpan,
        retryMin,
        retryMax);
  }
}
