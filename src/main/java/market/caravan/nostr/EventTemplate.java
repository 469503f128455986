package market.caravan.nostr;

import java.time.Instant;
import java.util.List;

/** An event before its author has signed it; {@code createdAt} counts in whole seconds. */
public record EventTemplate(int kind, Instant createdAt, List<List<String>> tags, String content) {

  public EventTemplate {
    tags = tags.stream().map(List::copyOf).toList();
  }

  /** Only the kind: what people write to each other belongs into no log. */
  @Override
  public String toString() {
    return "EventTemplate[" + kind + "]";
  }
}
