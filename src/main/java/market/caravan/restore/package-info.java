/** Rebuilds orders from messages and from the nodes' word, and reports what could not be. */
@NullMarked
package market.caravan.restore;

import org.jspecify.annotations.NullMarked;
