package market.caravan.nostr;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A signed event as NIP-01 has it. Having one says nothing about its truth: {@link #isGenuine}
 * does.
 *
 * @param createdAt the author's claim, in whole seconds
 * @param signature BIP-340 over the id, as 128 lower-case hex digits
 */
public record Event(
    EventId id,
    Pubkey pubkey,
    Instant createdAt,
    int kind,
    List<List<String>> tags,
    String content,
    String signature) {

  public Event {
    Hex.require(signature, 64, "signature");
    tags = tags.stream().map(List::copyOf).toList();
  }

  /** Whether the id is that of the content, and the signature that of the author over the id. */
  public boolean isGenuine() {
    byte[] sha256 = CanonicalForm.sha256(pubkey, createdAt, kind, tags, content);
    return id.equals(EventId.of(sha256))
        && Secp256k1Native.verify(Hex.bytes(signature), sha256, pubkey);
  }

  /** The second element of the first tag of this name; empty where there is none. */
  public Optional<String> tag(String name) {
    return tagValues(name).findFirst();
  }

  /** The second elements of all tags of this name, in their order. */
  public Stream<String> tagValues(String name) {
    return tags.stream()
        .filter(tag -> tag.size() > 1 && tag.getFirst().equals(name))
        .map(tag -> tag.get(1));
  }
}
