package market.caravan.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import market.caravan.reconciliation.Difference;
import market.caravan.reconciliation.Differences;
import market.caravan.reconciliation.Kind;
import market.caravan.reconciliation.Reconciliation;
import market.caravan.reconciliation.Reconciliations;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Comparisons with the nodes, as a merchant sees them: what differs for somebody else, and what
 * only the node knows, is for the operator.
 */
@Component("reconciliationViews")
class ReconciliationViews {

  private final Reconciliations reconciliations;
  private final Differences differences;

  ReconciliationViews(Reconciliations reconciliations, Differences differences) {
    this.reconciliations = reconciliations;
    this.differences = differences;
  }

  /**
   * A comparison; times are Unix seconds, {@code leftOut} names wallets of the merchant's own
   * stalls alone, {@code found} is null in a list.
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record View(
      long id,
      String state,
      Long requestedAt,
      Long since,
      Long until,
      @Nullable Long finishedAt,
      int differences,
      boolean more,
      Map<String, String> leftOut,
      @Nullable String error,
      @Nullable List<FoundView> found) {

    static View of(
        Reconciliation run, Set<String> wallets, int differences, @Nullable List<FoundView> found) {
      Map<String, String> leftOut = new TreeMap<>(run.leftOut());
      leftOut.keySet().retainAll(wallets);
      return new View(
          run.id(),
          run.state().name(),
          run.requestedAt().getEpochSecond(),
          run.since().getEpochSecond(),
          run.until().getEpochSecond(),
          UnixTime.of(run.finishedAt()),
          differences,
          run.more(),
          leftOut,
          run.error(),
          found);
    }
  }

  /** What differs, or is still suspected to; amounts are what was received. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record FoundView(
      Kind kind,
      boolean confirmed,
      String wallet,
      @Nullable String paymentHash,
      @Nullable String orderId,
      @Nullable String publicKey,
      @Nullable String here,
      @Nullable Long hereMsat,
      @Nullable String atNode,
      @Nullable Long atNodeMsat) {

    static FoundView of(Difference difference) {
      return new FoundView(
          difference.kind(),
          difference.confirmed(),
          difference.wallet(),
          difference.paymentHash(),
          difference.orderId(),
          difference.customer(),
          difference.here(),
          difference.hereMsat(),
          difference.atNode(),
          difference.atNodeMsat());
    }
  }

  /** GET /reconciliations, newest first. */
  public List<View> list(ApiRequest request) {
    Map<Long, Integer> counts = differences.counts(request.merchant());
    Set<String> wallets = reconciliations.walletsOf(request.merchant());
    return reconciliations.list().stream()
        .map(run -> View.of(run, wallets, counts.getOrDefault(run.id(), 0), null))
        .toList();
  }

  /** GET /reconciliations/{id}. */
  public View one(ApiRequest request) {
    String merchant = request.merchant();
    String id = request.variable("id");
    Reconciliation run =
        id.matches("[0-9]{1,18}") ? reconciliations.find(Long.parseLong(id)).orElse(null) : null;
    if (run == null) {
      throw Refused.notFound("reconciliation");
    }
    List<Difference> found = differences.of(run.id(), merchant);
    int confirmed = (int) found.stream().filter(Difference::confirmed).count();
    Set<String> wallets = reconciliations.walletsOf(merchant);
    return View.of(run, wallets, confirmed, found.stream().map(FoundView::of).toList());
  }

  /** POST /reconciliations: it is made within seconds, and read by its id. */
  public Answer request(ApiRequest request) {
    Set<String> wallets = reconciliations.walletsOf(request.merchant());
    return Answer.of(202, View.of(reconciliations.request(), wallets, 0, null));
  }
}
