package market.caravan.refund;

import java.time.Instant;
import java.util.Optional;
import market.caravan.TransientException;
import market.caravan.nostr.Pubkey;

/** What customers say of themselves (kind 0): a call over a network. */
public interface CustomerProfiles {

  /**
   * The Lightning address ({@code lud16}) that a customer had at that time; empty where they had
   * none, or have changed their profile since: whoever did so may be somebody else.
   *
   * @throws TransientException if nobody can be asked
   */
  Optional<String> lightningAddress(Pubkey customer, Instant at);
}
