/** The zero-configuration default: PostgreSQL, a relay, a simulated node and demo stalls. */
@NullMarked
package market.caravan.embedded;

import org.jspecify.annotations.NullMarked;
