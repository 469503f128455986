/** The ways in which customers and merchants write about orders on Nostr, to and from our own. */
@NullMarked
package market.caravan.dialect;

import org.jspecify.annotations.NullMarked;
