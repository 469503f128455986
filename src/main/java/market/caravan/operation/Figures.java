package market.caravan.operation;

import java.util.Map;
import java.util.Optional;

/**
 * What the database says of the business at one moment.
 *
 * @param orders how many there are of each status that occurs
 * @param messages how many of the inbox wait, and how many have failed
 * @param held payments that are locked in
 * @param refunds how many there are in each state that occurs
 * @param reconciliation empty until one came to its end
 */
record Figures(
    Map<String, Long> orders,
    Map<String, Long> messages,
    OutboxFigures outbox,
    HeldFigures held,
    Map<String, Long> refunds,
    Optional<ReconciliationFigures> reconciliation) {}
