/** An order's life: placed, paid, shipped, and every way in which it does not get that far. */
@NullMarked
package market.caravan.order;

import org.jspecify.annotations.NullMarked;
