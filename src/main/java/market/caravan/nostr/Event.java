package market.caravan.nostr;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import market.caravan.Hex;
import market.caravan.PermanentException;

/**
 * A signed event as NIP-01 has it. Having one says nothing about its truth: {@link #isGenuine}
 * does.
 *
 * @param createdAt the author's claim, in whole seconds, between 1970 and 9999
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

  /** The last second of the year 9999: what a database can still hold. */
  static final long MAX_CREATED_AT = 253_402_300_799L;

  static final int MAX_KIND = 65_535;

  /** The elements of all tags together, a tag counting as one. */
  static final int MAX_TAG_ELEMENTS = 4_000;

  public Event {
    Hex.require(signature, 64, "signature");
    long seconds = createdAt.getEpochSecond();
    require(seconds >= 0 && seconds <= MAX_CREATED_AT, "time lies between 1970 and 9999");
    require(createdAt.getNano() == 0, "time counts in whole seconds");
    require(kind >= 0 && kind <= MAX_KIND, "kind lies between 0 and 65535");
    require(size(tags) <= MAX_TAG_ELEMENTS, "tags have at most " + MAX_TAG_ELEMENTS + " elements");
    tags = tags.stream().map(List::copyOf).toList();
    require(
        Utf8.canHold(content) && tags.stream().flatMap(List::stream).allMatch(Utf8::canHold),
        "text has a UTF-8 form, so no lone surrogate");
  }

  /** Whether the id is that of the content, and the signature that of the author over the id. */
  public boolean isGenuine() {
    return CanonicalForm.of(pubkey, createdAt, kind, tags, content).hasId(id)
        && Secp256k1Native.verify(Hex.bytes(signature), id.bytes(), pubkey);
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

  /** Only the id: what people write to each other belongs into no log. */
  @Override
  public String toString() {
    return "Event[" + id + "]";
  }

  private static long size(List<List<String>> tags) {
    return tags.stream().mapToLong(tag -> 1L + tag.size()).sum();
  }

  private static void require(boolean rule, String text) {
    if (!rule) {
      throw new PermanentException(EventJson.MALFORMED, "An event's " + text);
    }
  }
}
