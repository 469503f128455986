/**
 * How the routes run: what a transacted route is, how messages gather, who carries the calls over
 * the network, what becomes of a failure, and what happens at a start and a stop.
 */
@NullMarked
package market.caravan.camel;

import org.jspecify.annotations.NullMarked;
