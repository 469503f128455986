package market.caravan.embedded.relay;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import market.caravan.nostr.EventId;

/** Puts the parts of a client's message together, as far as it is short enough. */
final class Incoming {

  /** Inside of a JSON string its quotation marks would be escaped. */
  private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([0-9a-f]{64})\"");

  private final int maxLength;
  private StringBuilder message = new StringBuilder();
  private boolean tooLong;

  Incoming(int maxLength) {
    this.maxLength = maxLength;
  }

  /** Adds a part; what goes beyond the length is dropped. */
  void add(String part) {
    tooLong = tooLong || message.length() + part.length() > maxLength;
    if (!tooLong) {
      message.append(part);
    }
  }

  /** The message, and begins the next one; empty if it was too long. */
  Optional<String> take() {
    Optional<String> whole = tooLong ? Optional.empty() : Optional.of(message.toString());
    message = new StringBuilder();
    tooLong = false;
    return whole;
  }

  /** The id of an event that is too long, in the part that was kept; empty for all else. */
  Optional<EventId> claimedId() {
    Matcher matcher = ID.matcher(message);
    return tooLong && matcher.find()
        ? Optional.of(new EventId(matcher.group(1)))
        : Optional.empty();
  }
}
