/** Lightning as an order needs it: the port to a node, its invoices, and BOLT 11. */
@NullMarked
package market.caravan.lightning;

import org.jspecify.annotations.NullMarked;
