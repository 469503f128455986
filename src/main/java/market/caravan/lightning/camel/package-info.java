/** The Camel component {@code lightning:}, which opens {@code LightningNode} to the routes. */
@NullMarked
package market.caravan.lightning.camel;

import org.jspecify.annotations.NullMarked;
