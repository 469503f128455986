/**
 * Money that goes back to customers: what is owed, who allows it, where to, and that it goes once.
 */
@NullMarked
package market.caravan.refund;

import org.jspecify.annotations.NullMarked;
