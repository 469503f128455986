package market.caravan.api;

import java.util.List;
import java.util.Locale;
import market.caravan.PermanentException;
import market.caravan.nostr.Pubkey;

/** Public keys as people type them. */
final class TypedKeys {

  private TypedKeys() {}

  /**
   * Reads 64 hex digits, in capitals or not.
   *
   * @param loc where the key stood in the request, for the answer to a malformed one
   * @throws Refused if it is no public key
   */
  static Pubkey read(String typed, String... loc) {
    try {
      return new Pubkey(typed.strip().toLowerCase(Locale.ROOT));
    } catch (PermanentException e) {
      String message = "not a public key: 64 hex digits or npub1..";
      throw Refused.malformed(
          List.of(new Problem.Field(List.of(loc), message, "value_error.pubkey")));
    }
  }
}
