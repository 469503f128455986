/** How fast Caravan is, against what is possible on the same machine in the same hour. */
@NullMarked
package market.caravan.bench;

import org.jspecify.annotations.NullMarked;
