package market.caravan.mailbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import market.caravan.PermanentException;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.KeyRing;
import market.caravan.nostr.Nip04;
import market.caravan.nostr.Pubkey;
import org.springframework.stereotype.Component;

/** Turns rows of the outbox into signed events, with a time that clients find new. */
@Component
class Signing {

  private final KeyRing keys;
  private final MailboxProperties properties;

  Signing(KeyRing keys, MailboxProperties properties) {
    this.keys = keys;
    this.properties = properties;
  }

  /**
   * The event to publish: the one that was signed before as long as a relay may have it or it is
   * young, otherwise a new one, for clients ask only for what is new.
   */
  Event event(Due row, Instant now) {
    Event signed = row.event();
    return signed == null || isStale(row, now) ? sign(row, now) : signed;
  }

  private boolean isStale(Due row, Instant now) {
    Instant signedAt = row.signedAt();
    return !row.maybeSent()
        && row.settledRelays().isEmpty()
        && signedAt != null
        && signedAt.isBefore(now.minus(properties.signAnewAfter()));
  }

  private Event sign(Due row, Instant now) {
    KeyPair merchant =
        keys.find(row.merchant())
            .orElseThrow(() -> new PermanentException("unknown-merchant", "No such merchant"));
    Instant createdAt = createdAt(row.notBefore(), now);
    Pubkey recipient = row.recipient();
    EventTemplate template =
        recipient == null
            ? new EventTemplate(row.kind(), createdAt, row.tags(), row.content())
            : new EventTemplate(
                row.kind(),
                createdAt,
                Stream.concat(row.tags().stream(), Stream.of(List.of("p", recipient.hex())))
                    .toList(),
                Nip04.encrypt(merchant, recipient, row.content()));
    return merchant.sign(template);
  }

  /** Later than the question, or the market client does not show it; never far ahead of us. */
  private Instant createdAt(Instant notBefore, Instant now) {
    Instant afterQuestion = notBefore.plus(Duration.ofSeconds(1));
    Instant latest = now.plus(properties.maxAhead());
    Instant wanted = afterQuestion.isAfter(now) ? afterQuestion : now;
    return wanted.isAfter(latest) ? latest : wanted;
  }
}
