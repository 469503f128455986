/** What a merchant's own software sees of Caravan: keys, views, commands and live updates. */
@NullMarked
package market.caravan.api;

import org.jspecify.annotations.NullMarked;
