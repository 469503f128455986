/** Caravan's start, the root of its errors, how work is claimed and gathered, and hexadecimal. */
@NullMarked
package market.caravan;

import org.jspecify.annotations.NullMarked;
