package market.caravan.api;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The bounds of the merchant's API.
 *
 * @param maxBody how long a request's body may be
 * @param maxRows how many rows an answer has at most; the header {@code Link} leads to the next.
 *     More would be held in memory for every caller at once
 * @param retryAfter what callers are told to wait when a backend is away
 * @param callsPerSecond how often one API key may call in a second
 * @param guessesPerSecond how many keys that nobody has an address may try in a second; of IPv6 its
 *     network of 64 bits counts
 * @param openWebsocket whether live updates are told without a key; only where every client is
 *     trusted
 * @param maxListeners how many clients may listen to live updates at the same time
 * @param maxSilentListeners how many of those that are still to show their key may be waited for
 * @param listenerBuffer how many frames may wait for one listener before it is dropped; a burst of
 *     messages has to fit
 * @param listenerBufferLength how many characters these frames may have together
 * @param listenerPing how often a silent connection of a listener is tried
 * @param listenerKeyWait how long a listener may take to show its key
 */
@Validated
@ConfigurationProperties("caravan.api")
public record ApiProperties(
    @DefaultValue("256KB") DataSize maxBody,
    @Min(1) @Max(100_000) @DefaultValue("1000") int maxRows,
    @DurationMin(millis = 1) @DefaultValue("5s") Duration retryAfter,
    @Positive @DefaultValue("5000") int callsPerSecond,
    @Positive @DefaultValue("200") int guessesPerSecond,
    @DefaultValue("false") boolean openWebsocket,
    @Positive @DefaultValue("1000") int maxListeners,
    @Positive @DefaultValue("100") int maxSilentListeners,
    @Positive @DefaultValue("4096") int listenerBuffer,
    @Positive @DefaultValue("4000000") long listenerBufferLength,
    @DurationMin(millis = 1) @DefaultValue("30s") Duration listenerPing,
    @DurationMin(millis = 1) @DefaultValue("10s") Duration listenerKeyWait) {}
