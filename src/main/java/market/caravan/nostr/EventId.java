package market.caravan.nostr;

import market.caravan.Hex;

/** The id of an event: the SHA-256 of its canonical form, as 64 lower-case hex digits (NIP-01). */
public record EventId(String hex) {

  public EventId {
    Hex.require(hex, 32, "event-id");
  }

  static EventId of(byte[] sha256) {
    return new EventId(Hex.of(sha256));
  }

  byte[] bytes() {
    return Hex.bytes(hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
