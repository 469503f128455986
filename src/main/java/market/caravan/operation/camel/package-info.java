/** Routes from outside: loaded beside ours, each file by itself, and never in the way of ours. */
@NullMarked
package market.caravan.operation.camel;

import org.jspecify.annotations.NullMarked;
