/** How the routes run: what a transacted route is, and who carries the calls over the network. */
@NullMarked
package market.caravan.camel;

import org.jspecify.annotations.NullMarked;
