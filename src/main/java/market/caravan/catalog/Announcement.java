package market.caravan.catalog;

import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;

/**
 * Something of a merchant's catalogue that relays are to be told.
 *
 * @param about what it is about, whatever the template's kind
 * @param quantity that it tells of a product; null where it tells none, or unlimited
 */
public record Announcement(
    Pubkey merchant, EventTemplate template, PublicationKey about, @Nullable Long quantity) {

  /** What goes out one after the other: the events of one thing, its deletion too. */
  public String lane() {
    return about.kind() + ":" + about.id();
  }
}
