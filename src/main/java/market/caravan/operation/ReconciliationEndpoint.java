package market.caravan.operation;

import java.util.List;
import market.caravan.reconciliation.Difference;
import market.caravan.reconciliation.Differences;
import market.caravan.reconciliation.Reconciliation;
import market.caravan.reconciliation.Reconciliations;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.stereotype.Component;

/** Comparisons with the nodes as the operator sees them: of all merchants. */
@Component
@Endpoint(id = "reconciliations")
class ReconciliationEndpoint {

  private final Reconciliations reconciliations;
  private final Differences differences;

  ReconciliationEndpoint(Reconciliations reconciliations, Differences differences) {
    this.reconciliations = reconciliations;
    this.differences = differences;
  }

  /** A comparison with what it has found. */
  record Report(Reconciliation reconciliation, List<Difference> found) {}

  @ReadOperation
  List<Reconciliation> list() {
    return reconciliations.list();
  }

  /** Null, which is a 404, where there is none. */
  @ReadOperation
  @Nullable Report one(@Selector long id) {
    return reconciliations
        .find(id)
        .map(run -> new Report(run, differences.of(id, null)))
        .orElse(null);
  }

  @WriteOperation
  Reconciliation request() {
    return reconciliations.request();
  }
}
