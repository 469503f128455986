/** The relays that we read and publish to: which they are, how, and what is counted of them. */
@NullMarked
package market.caravan.relays;

import org.jspecify.annotations.NullMarked;
