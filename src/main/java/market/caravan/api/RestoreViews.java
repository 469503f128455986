package market.caravan.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import market.caravan.PermanentException;
import market.caravan.TransientException;
import market.caravan.mailbox.History;
import market.caravan.nostr.EventId;
import market.caravan.restore.RestoreFindings;
import market.caravan.restore.RestoreRun;
import market.caravan.restore.RestoreRuns;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Restoring orders, as a merchant asks for it and reads of it. */
@Component("restoreViews")
class RestoreViews {

  private static final String COMPLETED = "Orders restoration completed!";
  private static final int MOST_FOUND = 500;

  private final RestoreRuns runs;
  private final RestoreFindings findings;
  private final History history;
  private final OrderViews orders;
  private final ObjectMapper json;

  RestoreViews(
      RestoreRuns runs,
      RestoreFindings findings,
      History history,
      OrderViews orders,
      ObjectMapper json) {
    this.runs = runs;
    this.findings = findings;
    this.history = history;
    this.orders = orders;
    this.json = json;
  }

  /** PUT /order/restore/{eventId}. */
  public RestoreRun begin(ApiRequest request) {
    EventId event = event(request.variable("eventId"), "path", "eventId");
    return runs.announce(request.merchant(), known(request, event));
  }

  /** PUT /orders/restore. */
  public RestoreRun beginAll(ApiRequest request) {
    return asAsked(runs.announce(request.merchant(), null), false);
  }

  /** POST /restores: {@code {dry_run?, event_id?}}, or nothing; read it by its id. */
  public Answer request(ApiRequest request) {
    String merchant = request.merchant();
    JsonBody body = JsonBody.readOptional(request, json);
    boolean dryRun = body.flag("dry_run");
    String id = body.text("event_id");
    body.check();
    EventId event = id == null ? null : known(request, event(id, "body", "event_id"));
    return Answer.of(202, view(asAsked(runs.request(merchant, event, dryRun), dryRun), null));
  }

  private static EventId event(String id, String where, String name) {
    try {
      return new EventId(id);
    } catch (PermanentException e) {
      throw Refused.malformed(
          List.of(new Problem.Field(List.of(where, name), "64 hex digits", "value_error")));
    }
  }

  private EventId known(ApiRequest request, EventId event) {
    if (!history.has(request.merchant(), event)) {
      throw Refused.notFound("message");
    }
    return event;
  }

  /** The one that is under way may be of the other sort. */
  private static RestoreRun asAsked(RestoreRun run, boolean dryRun) {
    if (run.dryRun() != dryRun) {
      throw new Refused(
          409, "restore-under-way", "Another run is under way, ask again once it is done");
    }
    return run;
  }

  /** The order that the run's message is about; null where it is about none. */
  public @Nullable OrderView order(RestoreRun begun) {
    RestoreRun run = ended(begun);
    EventId event = run.event();
    return event == null
        ? null
        : history
            .place(run.merchantId(), event)
            .map(History.Place::topic)
            .flatMap(topic -> orders.find(run.merchantId(), topic.orderId(), topic.customer()))
            .orElse(null);
  }

  /** What nostrmarket's front end is told. */
  public Answer completed(RestoreRun begun) {
    return ended(begun).state() == RestoreRun.State.DONE
        ? Answer.of(200, Map.of("status", COMPLETED))
        : Answer.of(
            202,
            Map.of("status", "Orders restoration is under way: /api/v1/restores/" + begun.id()));
  }

  private RestoreRun ended(RestoreRun begun) {
    RestoreRun run = runs.find(begun.id()).orElse(begun);
    if (run.state() == RestoreRun.State.FAILED) {
      throw new TransientException(
          "restore-failed", "Orders can't be restored at the moment: " + run.error());
    }
    return run;
  }

  /** GET /restores, newest first. */
  public List<RestoreView> list(ApiRequest request) {
    return runs.list(request.merchant()).stream().map(run -> view(run, null)).toList();
  }

  /** GET /restores/{id}. */
  public Answer one(ApiRequest request) {
    String merchant = request.merchant();
    int limit = request.limit(MOST_FOUND);
    RestoreRun run =
        Optional.of(request.variable("id"))
            .filter(id -> id.matches("[0-9]{1,18}"))
            .flatMap(id -> runs.find(Long.parseLong(id)))
            .filter(found -> found.merchantId().equals(merchant))
            .orElseThrow(() -> Refused.notFound("restore"));
    Long before = request.before();
    return Pages.of(
        request,
        findings.found(run.id(), before == null ? Long.MAX_VALUE : before, limit + 1),
        limit,
        found -> String.valueOf(found.seq()),
        page ->
            view(run, page.stream().map(it -> RestoreView.FoundView.of(it.finding())).toList()));
  }

  private RestoreView view(RestoreRun run, @Nullable List<RestoreView.FoundView> found) {
    return RestoreView.of(run, history.relays(run.merchantId()), found);
  }
}
