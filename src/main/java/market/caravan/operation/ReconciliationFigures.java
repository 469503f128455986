package market.caravan.operation;

import java.time.Instant;

/**
 * What the latest comparison with the nodes that came to its end has found.
 *
 * @param differences of all merchants
 */
record ReconciliationFigures(long differences, Instant finishedAt) {}
