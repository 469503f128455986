/** The merchants' post: what came in and went out, kept so that nothing is lost or said twice. */
@NullMarked
package market.caravan.mailbox;

import org.jspecify.annotations.NullMarked;
