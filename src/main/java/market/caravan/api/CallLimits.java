package market.caravan.api;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.support.LRUCacheFactory;
import org.springframework.stereotype.Component;

/**
 * How often an API key may call, and how many keys an address may guess. Nobody guesses a key of
 * 128 random bits: what is guarded is the database, which is asked whose key it is. An address that
 * has guessed too often is still heard, two at a time, for others may share it; the keys that were
 * right lately need not stand in that queue.
 */
@Component
class CallLimits {

  private static final Duration PERIOD = Duration.ofSeconds(1);

  /** The least recently seen are forgotten, and may begin anew. */
  private static final int REMEMBERED = 10_000;

  private static final int SUSPECTS_AT_ONCE = 2;
  private static final int SUSPECT_PATIENCE_S = 2;

  /** What one caller of an IPv6 network has for themselves: the first 64 bits are the network's. */
  private static final int NETWORK_BYTES = 8;

  private final RateLimiterConfig calls;
  private final RateLimiterConfig guesses;
  private final Map<String, RateLimiter> keys = LRUCacheFactory.newLRUCache(REMEMBERED);
  private final Map<String, RateLimiter> addresses = LRUCacheFactory.newLRUCache(REMEMBERED);
  private final Semaphore suspects = new Semaphore(SUSPECTS_AT_ONCE);

  CallLimits(ApiProperties properties) {
    calls = config(properties.callsPerSecond());
    guesses = config(properties.guessesPerSecond());
  }

  private static RateLimiterConfig config(int perSecond) {
    return RateLimiterConfig.custom()
        .limitForPeriod(perSecond)
        .limitRefreshPeriod(PERIOD)
        .timeoutDuration(Duration.ZERO)
        .build();
  }

  /**
   * Looks up whose key it is, as often as that is allowed.
   *
   * @param address that the request came from
   * @return empty where it is nobody's
   * @throws Refused with 429 if the key has called, or the address has guessed, too often
   */
  Optional<Caller> find(String key, String address, Function<String, Optional<Caller>> lookUp) {
    String name = ApiKeys.sha256(key);
    RateLimiter ofAddress = limiter(addresses, network(address), guesses);
    boolean suspect = !keys.containsKey(name) && isExhausted(ofAddress);
    Optional<Caller> caller =
        suspect ? oneAfterTheOther(() -> lookUp.apply(key)) : lookUp.apply(key);
    if (caller.isEmpty()) {
      keys.remove(name);
      require(ofAddress, "Too many unknown API keys");
    } else {
      require(limiter(keys, name, calls), "Too many calls with this API key");
    }
    return caller;
  }

  private Optional<Caller> oneAfterTheOther(Supplier<Optional<Caller>> lookUp) {
    try {
      if (!suspects.tryAcquire(SUSPECT_PATIENCE_S, TimeUnit.SECONDS)) {
        throw tooMany("Too many unknown API keys");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw tooMany("The server is stopping");
    }
    try {
      return lookUp.get();
    } finally {
      suspects.release();
    }
  }

  private static boolean isExhausted(RateLimiter limiter) {
    return limiter.getMetrics().getAvailablePermissions() <= 0;
  }

  private static RateLimiter limiter(
      Map<String, RateLimiter> limiters, String name, RateLimiterConfig config) {
    return limiters.computeIfAbsent(name, each -> RateLimiter.of(each, config));
  }

  private static void require(RateLimiter limiter, String otherwise) {
    if (!limiter.acquirePermission()) {
      throw tooMany(otherwise);
    }
  }

  private static Refused tooMany(String message) {
    return new Refused(429, "too-many-calls", message + ": at most so many a second");
  }

  private static String network(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      byte[] network = Arrays.copyOf(InetAddress.getByName(address).getAddress(), NETWORK_BYTES);
      return HexFormat.of().formatHex(network);
    } catch (UnknownHostException e) {
      return address; // whatever a server in front of us calls it
    }
  }
}
