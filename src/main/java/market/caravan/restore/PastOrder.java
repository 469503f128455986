package market.caravan.restore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import market.caravan.PermanentException;
import market.caravan.dialect.PastMessage;
import market.caravan.lightning.Bolt11;
import market.caravan.lightning.PaymentHash;
import market.caravan.money.Msat;
import market.caravan.nostr.EventId;
import market.caravan.order.OrderKey;
import market.caravan.order.PlaceOrder;
import org.jspecify.annotations.Nullable;

/**
 * What an order was, folded from the messages about it: the same whatever order they come in, and
 * however often. It says what was said, not what is true: that is for {@link Decision}.
 *
 * @param order the oldest by its own time; null where no message can be read as one
 * @param isContradicted whether the customer has sent something else under its id, too
 * @param invoices that the merchant has asked to be paid, oldest first, each once
 * @param refusal the latest reason for which the merchant refused it; null where there is none
 * @param lastTold how it stood, as the merchant said last; null where they never did
 * @param shippedAt since when it is shipped, as the merchant has said; null where it is not
 * @param withdrawals when the customer did not want it any more, the earliest first
 * @param unreadable messages that nothing could be made of, wholly or in part
 */
record PastOrder(
    @Nullable PlaceOrder order,
    boolean isContradicted,
    List<Asked> invoices,
    @Nullable String refusal,
    PastMessage.@Nullable Told lastTold,
    @Nullable Instant shippedAt,
    List<Instant> withdrawals,
    Set<EventId> unreadable) {

  private static final Comparator<PastMessage> BY_TIME =
      Comparator.comparing(PastMessage::at).thenComparing(message -> message.eventId().hex());

  PastOrder {
    invoices = List.copyOf(invoices);
    withdrawals = List.copyOf(withdrawals);
    unreadable = Set.copyOf(unreadable);
  }

  /** What these messages about one order come to. */
  static PastOrder of(Collection<PastMessage> messages) {
    var fold = new Fold();
    Map<EventId, PastMessage> each = new LinkedHashMap<>();
    messages.forEach(message -> each.putIfAbsent(message.eventId(), message));
    each.values().stream().sorted(BY_TIME).forEach(fold::take);
    return fold.result();
  }

  /** Takes messages by their time. */
  private static final class Fold {

    private @Nullable PlaceOrder order;
    private final Set<String> contents = new HashSet<>();
    private final Map<String, Asked> invoices = new TreeMap<>();
    private @Nullable String refusal;
    private PastMessage.@Nullable Told lastTold;
    private @Nullable Instant shippedAt;
    private final List<Instant> withdrawals = new ArrayList<>();
    private final Set<EventId> unreadable = new HashSet<>();

    void take(PastMessage message) {
      switch (message) {
        case PastMessage.Ordered ordered -> {
          order = order == null ? ordered.order() : order;
          contents.add(ordered.order().contentSha256());
        }
        case PastMessage.Withdrawn withdrawn -> withdrawals.add(withdrawn.at());
        case PastMessage.Requested requested -> ask(requested);
        case PastMessage.Refused refused -> refusal = refused.reason();
        case PastMessage.Told told -> tell(told);
        case PastMessage.Unreadable illegible -> unreadable.add(illegible.eventId());
      }
    }

    private void tell(PastMessage.Told told) {
      lastTold = told;
      Boolean shipped = told.shipped();
      if (shipped == null) {
        return;
      }
      if (!shipped) {
        shippedAt = null;
      } else if (shippedAt == null) {
        shippedAt = told.at();
      }
    }

    private void ask(PastMessage.Requested requested) {
      for (String text : requested.invoices()) {
        Optional<Asked> asked = read(text);
        asked.ifPresentOrElse(this::add, () -> unreadable.add(requested.eventId()));
      }
    }

    /** Of one payment hash in several texts, everybody takes the same. */
    private void add(Asked asked) {
      invoices.merge(
          asked.hash().hex(), asked, (a, b) -> Asked.OLDEST_FIRST.compare(a, b) <= 0 ? a : b);
    }

    private static Optional<Asked> read(String text) {
      try {
        Bolt11 bolt11 = Bolt11.decode(text);
        Msat amount = bolt11.amount();
        return amount == null || amount.equals(Msat.ZERO)
            ? Optional.empty()
            : Optional.of(
                new Asked(
                    bolt11.paymentHash(),
                    text,
                    amount,
                    bolt11.description(),
                    bolt11.timestamp(),
                    bolt11.expiresAt()));
      } catch (PermanentException e) {
        return Optional.empty(); // whoever wrote it: nobody can be asked about it
      }
    }

    PastOrder result() {
      List<Asked> oldestFirst = new ArrayList<>(invoices.values());
      oldestFirst.sort(Asked.OLDEST_FIRST);
      return new PastOrder(
          order,
          contents.size() > 1,
          oldestFirst,
          refusal,
          lastTold,
          shippedAt,
          withdrawals,
          unreadable);
    }
  }

  /** With more of the customer's orders under its id than were read. */
  PastOrder contradicted() {
    return new PastOrder(
        order, true, invoices, refusal, lastTold, shippedAt, withdrawals, unreadable);
  }

  /** Whose order it is; empty where no message can be read as one. */
  Optional<OrderKey> key() {
    return Optional.ofNullable(order).map(PlaceOrder::key);
  }

  /** The hashes of its invoices. */
  List<PaymentHash> hashes() {
    return invoices.stream().map(Asked::hash).toList();
  }
}
