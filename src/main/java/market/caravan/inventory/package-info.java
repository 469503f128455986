/** Stock: what an order holds, takes and gives back. */
@NullMarked
package market.caravan.inventory;

import org.jspecify.annotations.NullMarked;
