package market.caravan.embedded.relay;

import java.util.function.Consumer;
import market.caravan.nostr.Event;

/**
 * A genuine event on its way into the store.
 *
 * @param json the event as it is kept and passed on
 * @param answer told what became of it, after the commit; must not block
 */
record Arrival(Event event, String json, Consumer<Outcome> answer) {}
