package market.caravan.nostr.relay;

import java.time.Duration;

/**
 * How connections are kept and how long publishing waits.
 *
 * @param connectTimeout for the whole opening of a WebSocket
 * @param pingInterval between two pings on a connection
 * @param pongTimeout after which a connection that says nothing, not even pong, is given up
 * @param backoffMin before the first attempt to connect again, or to subscribe again
 * @param backoffMax the longest such pause; they double, less up to half at random
 * @param maxMessageChars the longest message that is read; longer ones are skipped
 * @param okTimeout how long a relay may take to say OK
 * @param firstOkGrace how long the others are awaited once one relay has said OK
 * @param maxUnanswered events that may wait for a relay's OK at once; more are not sent
 * @param idleTimeout after which the connection to a relay that is not of the pool is closed
 */
public record RelaySettings(
    Duration connectTimeout,
    Duration pingInterval,
    Duration pongTimeout,
    Duration backoffMin,
    Duration backoffMax,
    int maxMessageChars,
    Duration okTimeout,
    Duration firstOkGrace,
    int maxUnanswered,
    Duration idleTimeout) {

  public static final RelaySettings DEFAULTS =
      new RelaySettings(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(20),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          1 << 20,
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          5_000,
          Duration.ofMinutes(5));

  public RelaySettings {
    Limits.requirePositive("connectTimeout", connectTimeout);
    Limits.requirePositive("pingInterval", pingInterval);
    Limits.requirePositive("pongTimeout", pongTimeout);
    Limits.requirePositive("backoffMin", backoffMin);
    Limits.requirePositive("backoffMax", backoffMax);
    Limits.requirePositive("maxMessageChars", maxMessageChars);
    Limits.requirePositive("okTimeout", okTimeout);
    Limits.requireNotNegative("firstOkGrace", firstOkGrace);
    Limits.requirePositive("maxUnanswered", maxUnanswered);
    Limits.requirePositive("idleTimeout", idleTimeout);
  }
}
