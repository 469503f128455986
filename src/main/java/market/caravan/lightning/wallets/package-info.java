/** Puts the wallets together as they are configured, and guards each one's node. */
@NullMarked
package market.caravan.lightning.wallets;

import org.jspecify.annotations.NullMarked;
