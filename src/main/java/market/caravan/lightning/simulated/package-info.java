/** A Lightning node that only pretends: real signed invoices of regtest, paid by a request. */
@NullMarked
package market.caravan.lightning.simulated;

import org.jspecify.annotations.NullMarked;
