/** A small, durable NIP-01 relay for trying out and for tests; everybody uses its socket. */
@NullMarked
package market.caravan.embedded.relay;

import org.jspecify.annotations.NullMarked;
