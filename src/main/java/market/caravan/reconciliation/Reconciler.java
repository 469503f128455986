package market.caravan.reconciliation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import market.caravan.CaravanException;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.SettledPage;
import market.caravan.lightning.SettledQuery;
import market.caravan.lightning.Wallets;
import market.caravan.order.Memo;
import market.caravan.reconciliation.Question.OfOurs;
import market.caravan.reconciliation.Question.OfSuspects;
import market.caravan.reconciliation.Question.OfTheirs;
import market.caravan.reconciliation.Question.Suspect;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Leads through a comparison: question by question, each answer names the next one. It reads orders
 * and invoices, and writes only its own report. What differs at the first look is news under way
 * unless it does so, in the same way, at a second look a while later.
 */
@Component
public class Reconciler {

  private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

  private final Reconciliations reconciliations;
  private final Differences differences;
  private final OurInvoices invoices;
  private final List<String> wallets;
  private final List<String> storedWallets;

  Reconciler(
      Reconciliations reconciliations,
      Differences differences,
      OurInvoices invoices,
      Wallets wallets) {
    this.wallets = List.copyOf(wallets.names());
    this.storedWallets =
        wallets.names().stream().flatMap(name -> Wallets.stored(name).stream()).toList();
    this.reconciliations = reconciliations;
    this.differences = differences;
    this.invoices = invoices;
  }

  /** The first question of what is due now; null where nothing is. */
  public @Nullable Question due() {
    reconciliations.requestNightly();
    Reconciliation run = reconciliations.claim().orElse(null);
    if (run == null) {
      return null;
    }
    boolean isSecondLook = run.state() == Reconciliation.State.SUSPECTING;
    if (!isSecondLook) {
      reconciliations.begin(run);
    }
    for (String wallet : invoices.unknownWallets(run, storedWallets)) {
      reconciliations.leaveOut(run, Wallets.nameOf(wallet), "unknown-wallet");
    }
    return isSecondLook ? suspects(run, 0, 0) : ours(run, 0, 0, 0);
  }

  /**
   * Takes an answer.
   *
   * @param answer the node's; an exception where it has none
   * @return the next question; null where the look is over
   */
  public @Nullable Question compare(Question question, Object answer) {
    if (answer instanceof Throwable failure) {
      return leaveOut(question, failure);
    }
    return switch (question) {
      case OfOurs ours -> compareOurs(ours, byHash((List<?>) answer));
      case OfTheirs theirs -> compareTheirs(theirs, (SettledPage) answer);
      case OfSuspects suspects -> compareAgain(suspects, byHash((List<?>) answer));
    };
  }

  /** It can't be ended, and is made anew the next night, or when somebody asks. */
  public void failed(@Nullable Question question, Throwable failure) {
    if (question != null) {
      reconciliations.fail(question.run(), code(failure));
    }
  }

  private static String code(Throwable failure) {
    return failure instanceof CaravanException ours ? ours.code() : "failed";
  }

  /**
   * The others are compared to the end; what is suspected of this one is neither true nor false.
   */
  private @Nullable Question leaveOut(Question question, Throwable failure) {
    reconciliations.leaveOut(question.run(), question.wallet(), code(failure));
    return question instanceof OfSuspects
        ? suspects(question.run(), index(question) + 1, 0)
        : nextWallet(question);
  }

  private @Nullable Question ours(Reconciliation run, int wallet, long orderSeq, int attempt) {
    List<OurInvoice> page =
        invoices.named(stored(wallet), run.since(), run.until(), orderSeq, attempt);
    return page.isEmpty()
        ? new OfTheirs(run, wallets.get(wallet), new SettledQuery(run.since(), run.until(), null))
        : new OfOurs(run, wallets.get(wallet), page);
  }

  private List<String> stored(int wallet) {
    return Wallets.stored(wallets.get(wallet));
  }

  private @Nullable Question compareOurs(OfOurs question, Map<PaymentHash, Invoice> theirs) {
    List<Difference> found = new ArrayList<>();
    for (OurInvoice ours : question.ours()) {
      Invoice invoice = theirs.get(ours.hash());
      Comparison.of(ours, invoice)
          .map(kind -> Difference.of(kind, question.wallet(), ours, invoice))
          .ifPresent(found::add);
    }
    keep(question, found, question.ours().size(), 0);
    OurInvoice last = question.ours().getLast();
    return ours(question.run(), index(question), last.orderSeq(), last.attempt());
  }

  private @Nullable Question compareTheirs(OfTheirs question, SettledPage answer) {
    List<PaymentHash> hashes = answer.invoices().stream().map(Invoice::paymentHash).toList();
    Map<PaymentHash, OurInvoice> ours = invoices.among(hashes);
    List<Difference> found =
        answer.invoices().stream()
            .flatMap(
                invoice ->
                    difference(question.wallet(), ours.get(invoice.paymentHash()), invoice)
                        .stream())
            .toList();
    keep(question, found, 0, hashes.size());
    String next = answer.next();
    if (next != null) {
      return new OfTheirs(question.run(), question.wallet(), question.asked().after(next));
    }
    return nextWallet(question);
  }

  private @Nullable Question nextWallet(Question question) {
    int wallet = index(question) + 1;
    if (wallet < wallets.size()) {
      return ours(question.run(), wallet, 0, 0);
    }
    reconciliations.suspect(question.run());
    return null;
  }

  private static Optional<Difference> difference(
      String wallet, @Nullable OurInvoice ours, Invoice theirs) {
    return ours == null
        ? Memo.of(theirs).map(memo -> Difference.unknownHere(wallet, theirs, memo))
        : Comparison.of(ours, theirs).map(kind -> Difference.of(kind, wallet, ours, theirs));
  }

  private void keep(Question question, List<Difference> found, int attempts, int settled) {
    if (!found.isEmpty()) {
      differences.suspect(question.run(), question.wallet(), found);
    }
    reconciliations.compared(question.run(), attempts, settled);
  }

  private @Nullable Question suspects(Reconciliation run, int wallet, long afterSeq) {
    for (int index = wallet; index < wallets.size(); index++) {
      String name = wallets.get(index);
      Map<Long, Suspect> page = differences.suspects(run, name, index == wallet ? afterSeq : 0);
      if (!page.isEmpty()) {
        return new OfSuspects(run, name, page);
      }
    }
    conclude(run);
    return null;
  }

  /** Ours are read after the node was asked: what it has told before is recorded by then. */
  private @Nullable Question compareAgain(OfSuspects question, Map<PaymentHash, Invoice> theirs) {
    Map<PaymentHash, OurInvoice> ours =
        invoices.among(question.suspects().values().stream().map(Suspect::hash).toList());
    List<Long> still = new ArrayList<>();
    long last = 0;
    for (var suspect : question.suspects().entrySet()) {
      PaymentHash hash = suspect.getValue().hash();
      Optional<Kind> now = kind(ours.get(hash), theirs.get(hash));
      if (now.equals(Optional.of(suspect.getValue().kind()))) {
        still.add(suspect.getKey());
      }
      last = suspect.getKey();
    }
    differences.confirm(question.run(), question.suspects().keySet(), still);
    reconciliations.compared(question.run(), 0, 0);
    return suspects(question.run(), index(question), last);
  }

  private static Optional<Kind> kind(@Nullable OurInvoice ours, @Nullable Invoice theirs) {
    if (ours == null) {
      return theirs == null || theirs.state() != Invoice.State.SETTLED
          ? Optional.empty()
          : Optional.of(Kind.UNKNOWN_HERE);
    }
    return Comparison.of(ours, theirs);
  }

  private void conclude(Reconciliation run) {
    differences.conclude(run);
    Reconciliation done = reconciliations.finish(run);
    if (done.differences() > 0) {
      log.warn(
          "Reconciliation {}: {} differences between our books and the nodes'",
          done.id(),
          done.differences());
    }
    if (done.state() == Reconciliation.State.INCOMPLETE) {
      log.warn(
          "Reconciliation {}: wallets that could not be compared, and why: {}",
          done.id(),
          done.leftOut());
    } else if (done.differences() == 0) {
      log.info("Reconciliation {}: our books and the nodes' agree", done.id());
    }
  }

  private int index(Question question) {
    return wallets.indexOf(question.wallet());
  }

  private static Map<PaymentHash, Invoice> byHash(List<?> answer) {
    return answer.stream()
        .map(Invoice.class::cast)
        .collect(Collectors.toMap(Invoice::paymentHash, Function.identity(), (a, b) -> a));
  }
}
