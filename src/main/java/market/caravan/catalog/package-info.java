/** What is sold: merchants, their stalls, zones and products, and what an order of them costs. */
@NullMarked
package market.caravan.catalog;

import org.jspecify.annotations.NullMarked;
