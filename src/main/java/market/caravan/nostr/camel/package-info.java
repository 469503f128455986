/** The Camel component {@code nostr:}: reads verified events from relays, publishes signed ones. */
@NullMarked
package market.caravan.nostr.camel;

import org.jspecify.annotations.NullMarked;
