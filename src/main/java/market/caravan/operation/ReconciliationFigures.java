package market.caravan.operation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the latest comparison with the nodes that came to its end has found.
 *
 * @param differences of all merchants
 * @param leftOut wallets that it could not compare
 * @param comparedAt when one last came to its end with all wallets; empty where none has
 */
record ReconciliationFigures(
    long differences, List<String> leftOut, Optional<Instant> comparedAt) {}
