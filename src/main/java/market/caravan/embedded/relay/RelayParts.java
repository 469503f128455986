package market.caravan.embedded.relay;

/** What all connections share. */
record RelayParts(
    GroupCommit commit, StoredEvents stored, LiveEvents live, EmbeddedRelayProperties limits) {}
