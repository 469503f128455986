package market.caravan.mailbox;

import java.time.Instant;
import market.caravan.PermanentException;
import market.caravan.nostr.Event;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.KeyRing;
import market.caravan.nostr.Nip04;
import market.caravan.nostr.Pubkey;
import org.springframework.stereotype.Component;

/** Decrypts what relays bring, with the key of the merchant whom it concerns. */
@Component
public class IncomingReader {

  private final KeyRing keys;

  IncomingReader(KeyRing keys) {
    this.keys = keys;
  }

  /**
   * Opens a genuine event of kind 4.
   *
   * @param account the public key of the merchant whom it concerns, as receiver or as author
   * @throws UnreadableMessageException if it can't be decrypted, or names nobody at the other end
   * @throws PermanentException if it is our fault: the merchant has gone, or their key doesn't open
   */
  public Incoming open(
      Event event, String account, String relay, Instant receivedAt, boolean caughtUp) {
    KeyPair merchant =
        keys.find(new Pubkey(account))
            .orElseThrow(() -> new PermanentException("unknown-merchant", "No such merchant"));
    boolean fromCustomer = !event.pubkey().equals(merchant.pubkey());
    try {
      Pubkey customer = fromCustomer ? event.pubkey() : receiver(event);
      String text = StorableText.of(Nip04.decrypt(merchant, customer, event.content()));
      return new Incoming(
          merchant.pubkey(), customer, fromCustomer, text, event, relay, receivedAt, caughtUp);
    } catch (PermanentException e) {
      throw new UnreadableMessageException(e);
    }
  }

  private static Pubkey receiver(Event event) {
    return event
        .tag("p")
        .map(Pubkey::new)
        .orElseThrow(
            () -> new PermanentException("no-receiver", "A direct message has a p tag (NIP-04)"));
  }
}
