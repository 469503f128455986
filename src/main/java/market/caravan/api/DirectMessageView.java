package market.caravan.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * {@code DM} of api.md: a direct message between a merchant and a customer.
 *
 * @param id ours: {@code m} and a number for what came in, {@code o} and a number for what went out
 * @param eventId null until it has been signed
 * @param eventCreatedAt the time of the message; until it is signed, the earliest that it may get
 * @param message decrypted; of the types 0 to 2 it is JSON (NIP-15)
 * @param publicKey the customer's, whoever wrote
 * @param time when we filed or decided it
 */
@JsonNaming(SnakeCaseStrategy.class)
record DirectMessageView(
    String id,
    @Nullable String eventId,
    long eventCreatedAt,
    String message,
    String publicKey,
    int type,
    boolean incoming,
    long time) {}
