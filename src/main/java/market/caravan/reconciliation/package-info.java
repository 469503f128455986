/** Compares our orders and invoices with the nodes' word, both ways, and reports what differs. */
@NullMarked
package market.caravan.reconciliation;

import org.jspecify.annotations.NullMarked;
