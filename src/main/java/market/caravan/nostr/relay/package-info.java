/** The relay pool: connections that come back, events read without a gap and published with OK. */
@NullMarked
package market.caravan.nostr.relay;

import org.jspecify.annotations.NullMarked;
