package market.caravan.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A refund as its merchant reads it; times are unix seconds.
 *
 * @param publicKey the customer's
 * @param amount satoshi that are sent
 * @param address Lightning address that it is sent to; null where none is known
 * @param bolt11 the latest invoice; null where there is none yet, as {@code refundPaymentHash}
 * @param paymentHash of the customer's payment
 * @param feeMsat what the way there has cost; zero unless it is paid
 * @param history oldest first; not there in a list
 */
@JsonNaming(SnakeCaseStrategy.class)
record RefundView(
    String id,
    String orderId,
    String publicKey,
    String reason,
    String state,
    long amount,
    long amountMsat,
    @Nullable String address,
    @Nullable String bolt11,
    String paymentHash,
    @Nullable String refundPaymentHash,
    long feeMsat,
    int failures,
    @Nullable Long createdAt,
    @Nullable Long updatedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Step> history) {

  RefundView with(List<Step> steps) {
    return new RefundView(
        id,
        orderId,
        publicKey,
        reason,
        state,
        amount,
        amountMsat,
        address,
        bolt11,
        paymentHash,
        refundPaymentHash,
        feeMsat,
        failures,
        createdAt,
        updatedAt,
        steps);
  }

  /**
   * What has happened to it.
   *
   * @param state the refund's from then on
   * @param detail what was found, sent or refused; null where there is nothing to say
   */
  record Step(@Nullable Long at, String event, String state, @Nullable String detail) {}
}
