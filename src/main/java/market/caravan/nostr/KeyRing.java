package market.caravan.nostr;

import java.util.Optional;

/** The keys of the merchants who live here. */
public interface KeyRing {

  /** The key pair behind this public key; empty where it is none of our merchants'. */
  Optional<KeyPair> find(Pubkey pubkey);
}
