package market.caravan.mailbox;

import static java.util.Comparator.naturalOrder;

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

  /** The least difference between the times of two events. */
  private static final Duration TICK = Duration.ofSeconds(1);

  private final KeyRing keys;
  private final MailboxProperties properties;

  Signing(KeyRing keys, MailboxProperties properties) {
    this.keys = keys;
    this.properties = properties;
  }

  /**
   * The event to publish: the one that was signed before as long as a relay may have it or it is
   * young, otherwise a new one, for clients ask only for what is new. Whatever a relay has accepted
   * it may have; what every relay that got it has refused is as good as never sent.
   */
  Event event(Due row, Instant now) {
    Event signed = row.event();
    return signed == null || isStale(row, now) ? sign(row, now) : signed;
  }

  private boolean isStale(Due row, Instant now) {
    Instant signedAt = row.signedAt();
    return !row.maybeSent()
        && signedAt != null
        && signedAt.isBefore(now.minus(properties.signAnewAfter()));
  }

  private Event sign(Due row, Instant now) {
    KeyPair merchant =
        keys.find(row.merchant())
            .orElseThrow(() -> new PermanentException("unknown-merchant", "No such merchant"));
    Instant createdAt = createdAt(row, now);
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

  /**
   * Later than the question, and than whatever was said in this lane before, or clients that ask
   * for what is new miss it; never far ahead of us, or relays refuse it. At that limit times may be
   * equal, and where our clock was set back they fall.
   */
  private Instant createdAt(Due row, Instant now) {
    Instant latest = row.latest() == null ? Instant.MIN : row.latest().plus(TICK);
    Instant wanted =
        Stream.of(now, row.notBefore().plus(TICK), latest).max(naturalOrder()).orElseThrow();
    Instant limit = now.plus(properties.maxAhead());
    return wanted.isAfter(limit) ? limit : wanted;
  }
}
