package market.caravan.api;

import java.util.Arrays;
import market.caravan.refund.RefundCommand;
import market.caravan.refund.RefundState;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Refunds as their merchant reads them. */
@Component("refundViews")
class RefundViews {

  private final RefundReads refunds;
  private final ApiProperties properties;

  RefundViews(RefundReads refunds, ApiProperties properties) {
    this.refunds = refunds;
    this.properties = properties;
  }

  /** GET /refunds, newest first. */
  public Answer list(ApiRequest request) {
    int limit = request.limit(properties.maxRows());
    return Pages.of(
        request,
        refunds.list(request.merchant(), state(request), request.before(), limit + 1),
        limit,
        RefundView::id,
        page -> page);
  }

  private static @Nullable String state(ApiRequest request) {
    String state = request.text("state").orElse(null);
    if (state != null
        && Arrays.stream(RefundState.values()).noneMatch(s -> s.name().equals(state))) {
      throw request.malformed(
          "state", "one of " + Arrays.toString(RefundState.values()), "value_error");
    }
    return state;
  }

  /** GET /refunds/{id}, with its history. */
  public RefundView one(ApiRequest request) {
    return one(request.merchant(), RefundCommands.id(request));
  }

  /** The refund as it stands after a command. */
  public RefundView decided(RefundCommand command) {
    return one(command.merchantId(), command.refund());
  }

  private RefundView one(String merchantId, long seq) {
    return refunds.one(merchantId, seq).orElseThrow(() -> Refused.notFound("refund"));
  }
}
