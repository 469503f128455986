/** The Nostr protocol itself: events, keys, encryption and filters, without Spring or Camel. */
@NullMarked
package market.caravan.nostr;

import org.jspecify.annotations.NullMarked;
