/** Lightning addresses (LUD-16): invoices from hosts that anybody may have named, none trusted. */
@NullMarked
package market.caravan.lightning.address;

import org.jspecify.annotations.NullMarked;
