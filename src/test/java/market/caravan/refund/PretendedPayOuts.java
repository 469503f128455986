package market.caravan.refund;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import market.caravan.PermanentException;
import market.caravan.TransientException;
import market.caravan.lightning.Network;
import market.caravan.lightning.PayOut;
import market.caravan.lightning.PayOut.State;
import market.caravan.lightning.PayOutRequest;
import market.caravan.lightning.PayOuts;
import market.caravan.lightning.PaymentHash;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;

/**
 * A node that pays as it likes. As LND does, it pays no invoice twice, and begins anew with one
 * that has failed: whoever sends that once more has it paid.
 */
final class PretendedPayOuts implements PayOuts {

  private final Network network;

  PretendedPayOuts(Network network) {
    this.network = network;
  }

  @Override
  public Network network() {
    return network;
  }

  /** What becomes of one call of {@link #send}. */
  enum Mood {
    PAYS,
    PAYS_UNHEARD,
    NEVER_HEARS,
    IS_LONG,
    IS_LONG_UNHEARD,
    FAILS,
    FAILS_UNHEARD,
    REFUSES
  }

  static final Msat FEE = new Msat(1_234);

  final List<PayOutRequest> sent = new ArrayList<>();
  private final Map<PaymentHash, State> payments = new HashMap<>();
  private final Map<PaymentHash, Msat> amounts = new HashMap<>();
  private final Deque<Mood> moods = new ArrayDeque<>();
  private boolean deaf;
  private @Nullable Runnable stall;

  /** What happens while the next call of {@link #send} has not reached the node yet. */
  synchronized void stall(Runnable meanwhile) {
    stall = meanwhile;
  }

  synchronized PretendedPayOuts next(Mood... more) {
    moods.addAll(List.of(more));
    return this;
  }

  /** From now on it pays. */
  synchronized void moodsOver() {
    moods.clear();
  }

  /** Whether it does not say what it has done. */
  synchronized void deaf(boolean isDeaf) {
    deaf = isDeaf;
  }

  /** What was under way comes to this end. */
  synchronized void end(State end) {
    payments.replaceAll((hash, state) -> state == State.IN_FLIGHT ? end : state);
  }

  /** What it had called failed was paid after all. */
  synchronized void paysAfterAll(PaymentHash hash) {
    payments.put(hash, State.SUCCEEDED);
  }

  synchronized Msat spent() {
    return new Msat(
        payments.entrySet().stream()
            .filter(payment -> payment.getValue() == State.SUCCEEDED)
            .mapToLong(payment -> Objects.requireNonNull(amounts.get(payment.getKey())).value())
            .sum());
  }

  @Override
  public synchronized PayOut send(PayOutRequest request) {
    Runnable meanwhile = stall;
    stall = null;
    if (meanwhile != null) {
      meanwhile.run();
    }
    sent.add(request);
    State known = payments.get(request.paymentHash());
    if (known != null && known != State.FAILED) {
      return word(request.paymentHash(), known);
    }
    Mood mood = moods.isEmpty() ? Mood.PAYS : moods.poll();
    return switch (mood) {
      case PAYS -> begun(request, State.SUCCEEDED);
      case IS_LONG -> begun(request, State.IN_FLIGHT);
      case FAILS -> begun(request, State.FAILED);
      case PAYS_UNHEARD -> unheard(begun(request, State.SUCCEEDED));
      case IS_LONG_UNHEARD -> unheard(begun(request, State.IN_FLIGHT));
      case FAILS_UNHEARD -> unheard(begun(request, State.FAILED));
      case NEVER_HEARS -> throw new TransientException("node-away", "The node did not hear it");
      case REFUSES -> throw new PermanentException("pay-out-refused", "The node does not want to");
    };
  }

  private PayOut begun(PayOutRequest request, State state) {
    payments.put(request.paymentHash(), state);
    amounts.put(request.paymentHash(), request.amount());
    return word(request.paymentHash(), state);
  }

  private static PayOut unheard(PayOut word) {
    throw new TransientException("node-away", "Nobody heard that it is " + word.state());
  }

  private static PayOut word(PaymentHash hash, State state) {
    return new PayOut(
        hash,
        state,
        state == State.SUCCEEDED ? FEE : Msat.ZERO,
        state == State.FAILED ? "no route" : null);
  }

  @Override
  public synchronized Optional<PayOut> track(PaymentHash hash) {
    if (deaf) {
      throw new TransientException("node-away", "The node does not answer");
    }
    return Optional.ofNullable(payments.get(hash)).map(state -> word(hash, state));
  }
}
