package market.caravan.restore;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import market.caravan.CaravanException;
import market.caravan.PermanentException;
import market.caravan.catalog.Catalog;
import market.caravan.catalog.Goods;
import market.caravan.catalog.Merchant;
import market.caravan.dialect.PastMessageReader;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Wallets;
import market.caravan.mailbox.History;
import market.caravan.mailbox.StoredMessage;
import market.caravan.nostr.EventId;
import market.caravan.nostr.Pubkey;
import market.caravan.order.OrderKey;
import market.caravan.order.PastOrders;
import market.caravan.order.RestoreOrder;
import market.caravan.order.RestoredOrder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Leads through a run, page by page: the messages of some orders are read and folded, the nodes are
 * asked for their invoices, and what comes of it is written with the place that it has come to.
 */
@Component("restorer")
public class Restorer {

  private static final Logger log = LoggerFactory.getLogger(Restorer.class);

  /** Orders of a page: with the longest of messages, they still fit into the memory. */
  private static final int PAGE = 100;

  private static final int MOST_FAILED = 1_000;

  private final RestoreRuns runs;
  private final RestoreFindings findings;
  private final History history;
  private final PastMessageReader reader;
  private final PastOrders orders;
  private final Catalog catalog;
  private final Wallets wallets;

  Restorer(
      RestoreRuns runs,
      RestoreFindings findings,
      History history,
      PastMessageReader reader,
      PastOrders orders,
      Catalog catalog,
      Wallets wallets) {
    this.runs = runs;
    this.findings = findings;
    this.history = history;
    this.reader = reader;
    this.orders = orders;
    this.catalog = catalog;
    this.wallets = wallets;
  }

  /** The next page of a run that is due; null where none is. */
  public @Nullable RestorePage due() {
    runs.requestNightly();
    return runs.claim().map(this::page).orElse(null);
  }

  /** The next page of this run; null where somebody else is at it, or it is done. */
  public @Nullable RestorePage begin(RestoreRun run) {
    return runs.claim(run).map(this::page).orElse(null);
  }

  private @Nullable RestorePage page(RestoreRun run) {
    Pubkey merchant = catalog.merchant(run.merchantId()).map(Merchant::pubkey).orElse(null);
    List<History.Place> read = run.event() == null ? places(run) : place(run, run.event());
    if (merchant == null || read.isEmpty()) {
      runs.finish(run);
      return null;
    }
    Set<History.Topic> topics = read.stream().map(History.Place::topic).collect(Collectors.toSet());
    List<StoredMessage> said = history.about(run.merchantId(), topics);
    return RestorePage.of(run, read, fold(merchant, read, said), said.size(), walletsOf(run));
  }

  private List<History.Place> places(RestoreRun run) {
    if (run.at() == null) {
      runs.begin(run, history.count(run.merchantId()));
    }
    return history.orders(run.merchantId(), run.at(), run.atSeq(), run.careful() ? 1 : PAGE);
  }

  private List<History.Place> place(RestoreRun run, EventId event) {
    return run.at() == null ? history.place(run.merchantId(), event).stream().toList() : List.of();
  }

  private SequencedMap<History.Topic, PastOrder> fold(
      Pubkey merchant, List<History.Place> read, List<StoredMessage> said) {
    Map<History.Topic, List<StoredMessage>> byTopic =
        said.stream()
            .collect(Collectors.groupingBy(it -> new History.Topic(it.customer(), it.orderId())));
    SequencedMap<History.Topic, PastOrder> orders = new LinkedHashMap<>();
    for (History.Place place : read) {
      orders.computeIfAbsent(
          place.topic(), topic -> fold(merchant, byTopic.getOrDefault(topic, List.of())));
    }
    return orders;
  }

  private PastOrder fold(Pubkey merchant, List<StoredMessage> aboutOne) {
    PastOrder past = PastOrder.of(aboutOne.stream().map(it -> reader.read(merchant, it)).toList());
    return History.isCut(aboutOne) ? past.contradicted() : past;
  }

  /** The nodes of the merchant's own stalls: what went into somebody else's is not theirs. */
  private List<String> walletsOf(RestoreRun run) {
    Set<String> own =
        catalog.stalls(run.merchantId()).stream()
            .map(stall -> Wallets.nameOf(stall.wallet()))
            .collect(Collectors.toSet());
    return wallets.names().stream()
        .filter(name -> own.isEmpty() ? name.equals(Wallets.DEFAULT) : own.contains(name))
        .toList();
  }

  /**
   * Takes a node's answer.
   *
   * @param answer the node's; an exception where it has none
   * @return the page with it; null where the run can't go on now
   */
  public @Nullable RestorePage heard(RestorePage page, Object answer) {
    if (answer instanceof Throwable failure) {
      runs.postpone(page.run(), code(failure));
      return null;
    }
    return page.heard(((List<?>) answer).stream().map(Invoice.class::cast).toList());
  }

  private static String code(Throwable failure) {
    return failure instanceof CaravanException ours ? ours.code() : "failed";
  }

  /**
   * Writes what has come of a page, in the transaction of the route.
   *
   * @return the run as it stands then
   * @throws PermanentException if somebody else has claimed it meanwhile
   */
  public RestoreRun file(RestorePage page) {
    Filing filing = new Filing(page);
    filing.decide();
    if (!page.run().dryRun()) {
      orders.file(filing.restored);
      filing.repaired.forEach(orders::repair);
    }
    reportFailed(page.run());
    findings.report(page.run(), filing.found);
    return runs.advance(page.run(), filing.progress());
  }

  /** What failed when it came in belongs to no order yet; said once, with the first page. */
  private void reportFailed(RestoreRun run) {
    if (run.at() == null && run.event() == null) {
      findings.report(
          run,
          history.failed(run.merchantId(), MOST_FAILED).stream()
              .map(it -> Finding.skipped(it.eventId(), null, it.customer(), Flag.MESSAGE_FAILED))
              .toList());
    }
  }

  /** The page after the one that was written; null where there is none. */
  public @Nullable RestorePage next(RestoreRun run) {
    if (run.event() != null) {
      runs.finish(run);
      return null;
    }
    return page(run);
  }

  /**
   * A page could not be written: for the database's fault it is tried again later, for that of one
   * of its orders the others are written without it.
   *
   * @return the page to go on with; null where the run can't go on now
   */
  public @Nullable RestorePage failed(RestorePage page, Throwable failure, boolean isTransient) {
    if (isTransient || page.run().event() != null || code(failure).equals("claim-lost")) {
      runs.postpone(page.run(), code(failure));
      return null;
    }
    if (page.read().size() > 1) {
      return page(runs.carefully(page.run()));
    }
    String what = failure.getClass().getSimpleName(); // its message has what a customer wrote
    log.error("Restore {}: an order can't be written: {}", page.run().id(), what);
    History.Place place = page.read().getFirst();
    Finding finding =
        Finding.skipped(
            place.eventId(), place.topic().orderId(), place.topic().customer(), Flag.NOT_WRITABLE);
    findings.report(page.run(), List.of(finding));
    var passed = new RestoreRuns.Progress(place, 1, page.messages(), 0, 0, 0, 1, 0, false);
    return page(runs.advance(page.run(), passed));
  }

  /** What comes of one page. */
  private final class Filing {

    private final RestorePage page;
    private final List<RestoreOrder> restored = new ArrayList<>();
    private final Map<RestoredOrder, RestoreOrder> repaired = new LinkedHashMap<>();
    private final List<Finding> found = new ArrayList<>();
    private int unchanged;
    private int skipped;

    Filing(RestorePage page) {
      this.page = page;
    }

    void decide() {
      String merchant = page.run().merchantId();
      List<OrderKey> keys = page.orders().values().stream().flatMap(o -> o.key().stream()).toList();
      Map<OrderKey, RestoredOrder> there = orders.lock(keys);
      Map<PaymentHash, OrderKey> owners =
          new HashMap<>(
              orders.owners(
                  page.orders().values().stream().flatMap(o -> o.hashes().stream()).toList()));
      Goods goods = goods(merchant, page.orders().values());
      page.orders()
          .forEach(
              (topic, past) -> {
                past.unreadable().forEach(event -> skip(event, topic, Flag.MESSAGE_UNREADABLE));
                if (past.key().isPresent() && isFirst(past)) {
                  Decision decision = Decision.of(merchant, past, page.words(), owners, goods);
                  OrderKey key = past.key().get();
                  decision.order().invoices().forEach(each -> owners.put(each.hash(), key));
                  take(decision, there.get(key));
                }
              });
    }

    /** An order that was sent several times is dealt with where it was sent first. */
    private boolean isFirst(PastOrder past) {
      EventId first = Objects.requireNonNull(past.order()).eventId();
      return page.run().event() != null
          || page.read().stream().anyMatch(place -> place.eventId().equals(first));
    }

    private void skip(EventId event, History.Topic topic, Flag why) {
      skipped++;
      found.add(Finding.skipped(event, topic.orderId(), topic.customer(), why));
    }

    private void take(Decision decision, @Nullable RestoredOrder there) {
      if (there == null) {
        restored.add(decision.order());
        found.add(Finding.of(Finding.Outcome.RESTORED, decision));
      } else if (there.differsFrom(decision.order())) {
        repaired.put(there, decision.order());
        found.add(Finding.of(Finding.Outcome.REPAIRED, decision));
      } else {
        unchanged++;
      }
    }

    RestoreRuns.Progress progress() {
      long doubtful = found.stream().filter(finding -> !finding.doubts().isEmpty()).count();
      return new RestoreRuns.Progress(
          page.read().getLast(),
          page.read().size(),
          page.messages(),
          restored.size(),
          repaired.size(),
          unchanged,
          skipped,
          (int) doubtful,
          page.run().careful());
    }
  }

  private Goods goods(String merchant, Collection<PastOrder> past) {
    Set<String> products = new HashSet<>();
    for (PastOrder each : past) {
      if (each.order() != null) {
        each.order().lines().forEach(line -> products.add(line.productId()));
      }
    }
    return products.isEmpty()
        ? Goods.NONE
        : catalog.goods(Map.of(merchant, products)).getOrDefault(merchant, Goods.NONE);
  }
}
