package market.caravan.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import market.caravan.refund.RefundCommand;
import market.caravan.refund.RefundCommand.Decision;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a merchant decides about a refund, as it comes over the API. */
@Component("refundCommands")
class RefundCommands {

  private static final int MAX_NOTE = 1_000;

  private final ObjectMapper json;

  RefundCommands(ObjectMapper json) {
    this.json = json;
  }

  /** PUT /refunds/{id}/approve, without a body. */
  public RefundCommand approve(ApiRequest request) {
    return command(request, Decision.APPROVE, null);
  }

  /** PUT /refunds/{id}/retry, without a body. */
  public RefundCommand retry(ApiRequest request) {
    return command(request, Decision.RETRY, null);
  }

  /** PUT /refunds/{id}/decline: {@code {note}}, which the customer is told. */
  public RefundCommand decline(ApiRequest request) {
    JsonBody body = JsonBody.read(request, json);
    String note = body.requiredText("note");
    body.check();
    if (note.isBlank() || note.length() > MAX_NOTE) {
      throw new Refused(400, "malformed-note", "The note has 1 to " + MAX_NOTE + " characters");
    }
    return command(request, Decision.DECLINE, note);
  }

  private static RefundCommand command(
      ApiRequest request, Decision decision, @Nullable String note) {
    return new RefundCommand(request.merchant(), id(request), decision, note);
  }

  /** Nobody has a refund of any other id. */
  static long id(ApiRequest request) {
    String id = request.variable("id");
    if (!id.matches("[0-9]{1,18}")) {
      throw Refused.notFound("refund");
    }
    return Long.parseLong(id);
  }
}
