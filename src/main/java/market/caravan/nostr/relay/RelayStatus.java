package market.caravan.nostr.relay;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a relay of the pool is doing, for health, metrics and the API.
 *
 * @param url its address, without the query, which may hold a token
 * @param connected whether every connection to it that we need is open
 * @param connectedSince empty while it is not connected
 * @param lastError why the latest connection or subscription failed, or what the relay demands
 *     ("auth-required: .."); empty where nothing went wrong since it last worked
 * @param received messages that it sent since the start
 * @param published events that it accepted since the start
 * @param caughtUp whether all that it had stored for every account has been read and handled
 * @param lag how long ago it was last caught up: zero while it is, empty where it never was
 */
public record RelayStatus(
    URI url,
    boolean connected,
    Optional<Instant> connectedSince,
    Optional<String> lastError,
    long received,
    long published,
    boolean caughtUp,
    Optional<Duration> lag) {}
