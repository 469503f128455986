/** Caravan's start, and the root of its errors. */
@NullMarked
package market.caravan;

import org.jspecify.annotations.NullMarked;
