/** LND as a Lightning node, over gRPC with the stubs of LightningJ. */
@NullMarked
package market.caravan.lightning.lnd;

import org.jspecify.annotations.NullMarked;
