/** Crashes at named points and at random ones, and the books that have to balance afterwards. */
@NullMarked
package market.caravan.crash;

import org.jspecify.annotations.NullMarked;
