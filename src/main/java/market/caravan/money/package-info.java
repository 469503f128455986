/** Amounts: exact millisatoshi for what is paid, decimals with a currency for what is priced. */
@NullMarked
package market.caravan.money;

import org.jspecify.annotations.NullMarked;
