package market.caravan.rates;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import market.caravan.PermanentException;
import market.caravan.money.RatesProperties;
import market.caravan.nostr.Nip19;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** All sources of rates that are asked over the network: everybody's, and single merchants'. */
@Component
public class RateFeeds {

  private static final Logger log = LoggerFactory.getLogger(RateFeeds.class);
  private static final int MAX_DEPTH = 16;
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(100)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final RateSourcesProperties properties;
  private final RatesProperties limits;
  private final Clock clock;
  private final List<RateFeed> market;
  private final Map<String, RateFeed> merchants = new HashMap<>();

  RateFeeds(RateSourcesProperties properties, RatesProperties limits, Clock clock) {
    this.properties = properties;
    this.limits = limits;
    this.clock = clock;
    this.market =
        Stream.concat(
                properties.publicSources().stream()
                    .map(known -> known.properties().feed(known.name().toLowerCase(Locale.ROOT))),
                properties.sources().entrySet().stream()
                    .map(source -> source.getValue().feed(source.getKey())))
            .toList();
    properties
        .merchants()
        .forEach(
            (key, own) -> {
              String merchant = Nip19.pubkey(key).hex();
              RateFeed feed = own.feed("merchant " + merchant.substring(0, 8));
              if (feed != null) {
                merchants.put(merchant, feed);
              }
            });
  }

  /** Those that are to be asked now; whoever calls has to do so. */
  public List<RateFeed> due() {
    Instant now = clock.instant();
    List<RateFeed> due = all().filter(feed -> feed.isDue(now)).toList();
    due.forEach(feed -> feed.asked(now, properties.every()));
    return due;
  }

  /**
   * Keeps the prices of an answer.
   *
   * @throws PermanentException if there are none in it
   */
  public void record(RateFeed feed, byte[] answer) {
    if (feed.answered(feed.pointer().prices(read(answer)), limits.maxAge())) {
      log.info("The source {} of exchange rates answers again", feed.name());
    }
  }

  static JsonNode read(byte[] answer) {
    try {
      return MAPPER.readTree(answer);
    } catch (IOException | NumberFormatException e) {
      throw new PermanentException("malformed-rates", "The answer is no JSON that we read");
    }
  }

  /** Says so once: by the failure's kind alone, for its text may hold the address, with a key. */
  public void failed(RateFeed feed, Throwable failure) {
    if (feed.failed(clock.instant(), properties.pause())) {
      log.warn(
          "The source {} of exchange rates fails ({}), and is left alone for {}",
          feed.name(),
          failure.getClass().getSimpleName(),
          properties.pause());
    } else {
      log.debug("The source {} fails: {}", feed.name(), failure.getClass().getSimpleName());
    }
  }

  List<RateFeed> market() {
    return market;
  }

  Optional<RateFeed> own(String merchant) {
    return Optional.ofNullable(merchants.get(merchant));
  }

  /** Everybody's, and those of single merchants. */
  public Stream<RateFeed> all() {
    return Stream.concat(market.stream(), merchants.values().stream());
  }
}
