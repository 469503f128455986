package market.caravan.api;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Conversations as their merchant reads them. */
@Component("conversationViews")
class ConversationViews {

  private final Conversations conversations;
  private final ApiProperties properties;

  ConversationViews(Conversations conversations, ApiProperties properties) {
    this.conversations = conversations;
    this.properties = properties;
  }

  /**
   * GET /message/{pubkey}: the latest messages, the oldest of them first. What is unread is read
   * with it; a message that arrives meanwhile stays unread, even if it is already in the answer.
   */
  public Answer of(ApiRequest request) {
    String merchant = request.merchant();
    Pubkey customer = TypedKeys.read(request.variable("pubkey"), "path", "pubkey");
    int limit = request.limit(properties.maxRows());
    Conversations.@Nullable Place before = before(request);
    conversations.markRead(merchant, customer);
    return Pages.of(
        request,
        conversations.latest(merchant, customer, before, limit + 1),
        limit,
        row -> row.place().filedAt() + "/" + row.place().id(),
        ConversationViews::oldestFirst);
  }

  /** What a merchant has just written, at its place of the outbox. */
  public DirectMessageView said(WriteMessage command, long seq) {
    return conversations.said(command.to().merchantId(), seq);
  }

  private static List<DirectMessageView> oldestFirst(List<Conversations.Row> latest) {
    return latest.reversed().stream()
        .map(Conversations.Row::view)
        .sorted(Comparator.comparingLong(DirectMessageView::eventCreatedAt))
        .toList();
  }

  private static Conversations.@Nullable Place before(ApiRequest request) {
    String before = request.text("before").orElse(null);
    if (before == null) {
      return null;
    }
    int slash = before.indexOf('/');
    try {
      var filedAt = OffsetDateTime.parse(before.substring(0, Math.max(0, slash)));
      return new Conversations.Place(filedAt, before.substring(slash + 1));
    } catch (DateTimeException e) {
      throw request.malformed("before", "take it from the header Link", "value_error");
    }
  }
}
