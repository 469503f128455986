/** What others do wrong, one thing at a time, and how an order comes through it. */
@NullMarked
package market.caravan.fault;

import org.jspecify.annotations.NullMarked;
