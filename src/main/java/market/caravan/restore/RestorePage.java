package market.caravan.restore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.PaymentHash;
import market.caravan.mailbox.History;

/**
 * Some orders of a run, with what was said of them, and with what their nodes say as far as they
 * have been asked; its names are what the route calls.
 *
 * @param read the messages that it is made of, the oldest first
 * @param orders by whose they are, in the order of their messages
 * @param messages how many messages were read for it
 * @param wallets by the names of their nodes, those that are yet to be asked
 * @param toAsk of the first of them, what is yet to be asked for
 * @param words what was said
 */
public record RestorePage(
    RestoreRun run,
    List<History.Place> read,
    SequencedMap<History.Topic, PastOrder> orders,
    int messages,
    List<String> wallets,
    List<PaymentHash> toAsk,
    Map<PaymentHash, NodeWord> words) {

  /** More than a node answers in one call. */
  private static final int CALL = 200;

  static RestorePage of(
      RestoreRun run,
      List<History.Place> read,
      SequencedMap<History.Topic, PastOrder> orders,
      int messages,
      List<String> wallets) {
    List<PaymentHash> hashes =
        orders.values().stream().flatMap(order -> order.hashes().stream()).distinct().toList();
    return new RestorePage(run, read, orders, messages, wallets, hashes, Map.of());
  }

  /** Whether no node has to be asked for any more of it. */
  public boolean isComplete() {
    return wallets.isEmpty() || toAsk.isEmpty();
  }

  /** Whose node is asked next. */
  public String wallet() {
    return wallets.getFirst();
  }

  /** What for. */
  public List<PaymentHash> asked() {
    return toAsk.subList(0, Math.min(CALL, toAsk.size()));
  }

  /** With what that node says of those; the next wallet is asked for what no node knows yet. */
  RestorePage heard(List<Invoice> invoices) {
    Map<PaymentHash, NodeWord> known = new HashMap<>(words);
    invoices.forEach(
        invoice -> known.putIfAbsent(invoice.paymentHash(), new NodeWord(wallet(), invoice)));
    List<PaymentHash> rest = toAsk.subList(asked().size(), toAsk.size());
    return rest.isEmpty()
        ? with(wallets.subList(1, wallets.size()), unknown(known), known)
        : with(wallets, rest, known);
  }

  private List<PaymentHash> unknown(Map<PaymentHash, NodeWord> known) {
    Set<PaymentHash> hashes = new HashSet<>();
    orders.values().forEach(order -> hashes.addAll(order.hashes()));
    hashes.removeAll(known.keySet());
    return new ArrayList<>(hashes);
  }

  private RestorePage with(
      List<String> others, List<PaymentHash> rest, Map<PaymentHash, NodeWord> known) {
    return new RestorePage(run, read, orders, messages, others, rest, known);
  }
}
