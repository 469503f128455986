package market.caravan.api;

import java.util.List;
import java.util.Objects;
import market.caravan.PermanentException;
import market.caravan.nostr.Nip19;
import market.caravan.nostr.Pubkey;

/** Public keys as people type them. */
final class TypedKeys {

  private TypedKeys() {}

  /**
   * Reads npub, or 64 hex digits.
   *
   * @param loc where the key stood in the request, for the answer to a malformed one
   * @throws Refused if it is no public key
   */
  static Pubkey read(String typed, String... loc) {
    try {
      return Nip19.pubkey(typed);
    } catch (PermanentException e) {
      String message = Objects.requireNonNullElse(e.getMessage(), e.code());
      throw Refused.malformed(
          List.of(new Problem.Field(List.of(loc), message, "value_error.pubkey")));
    }
  }
}
