/** Caravan's start, the root of its errors, and how work is claimed and gathered. */
@NullMarked
package market.caravan;

import org.jspecify.annotations.NullMarked;
