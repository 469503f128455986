/** Keeps secrets that have to be stored: sealed under a master key that is not in the database. */
@NullMarked
package market.caravan.vault;

import org.jspecify.annotations.NullMarked;
