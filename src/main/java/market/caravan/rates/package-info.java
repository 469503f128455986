/** Where exchange rates come from: public sources, and those of single merchants. */
@NullMarked
package market.caravan.rates;

import org.jspecify.annotations.NullMarked;
