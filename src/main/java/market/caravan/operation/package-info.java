/** What the operator has: a login, health, metrics, and a start that says what is wrong. */
@NullMarked
package market.caravan.operation;

import org.jspecify.annotations.NullMarked;
