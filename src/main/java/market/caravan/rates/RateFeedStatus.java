package market.caravan.rates;

import java.time.Instant;
import java.util.Optional;

/**
 * How a source of rates is doing.
 *
 * @param answeredAt when its latest good answer was asked for; empty if there was none yet
 * @param failures in a row, up to now
 * @param open whether its circuit breaker is open: it is left alone for a while
 * @param dropped prices that could be none, since the start
 */
public record RateFeedStatus(
    String name, Optional<Instant> answeredAt, int failures, boolean open, long dropped) {}
