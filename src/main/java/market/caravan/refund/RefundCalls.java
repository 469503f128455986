package market.caravan.refund;

import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import market.caravan.PermanentException;
import market.caravan.TransientException;
import market.caravan.lightning.Network;
import market.caravan.lightning.PayOut;
import market.caravan.lightning.PayOutRequest;
import market.caravan.lightning.PayOuts;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Wallets;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The calls over the network that a claimed refund needs, one a claim. What they find out is
 * recorded before the next; a call that fails, or whose answer is lost, has decided nothing.
 */
@Component
public class RefundCalls {

  private final Wallets wallets;
  private final ObjectProvider<RefundAddresses> addresses;
  private final CustomerProfiles profiles;
  private final RefundWork work;
  private final RefundProperties properties;
  private final Clock clock;

  RefundCalls(
      Wallets wallets,
      ObjectProvider<RefundAddresses> addresses,
      CustomerProfiles profiles,
      RefundWork work,
      RefundProperties properties,
      Clock clock) {
    this.wallets = wallets;
    this.addresses = addresses;
    this.profiles = profiles;
    this.work = work;
    this.properties = properties;
    this.clock = clock;
  }

  /** What a claimed refund needs next, as the route branches on it. */
  public String next(Refund refund) {
    if (refund.state() == RefundState.SENDING) {
      return "PAYMENT";
    }
    return refund.address() == null ? "ADDRESS" : "INVOICE";
  }

  /**
   * Where the customer could be paid when they ordered.
   *
   * @throws TransientException if nobody can be asked at the moment
   */
  public Finding findAddress(Refund refund) {
    if (addresses.stream().findAny().isEmpty()) {
      return new Finding.Address(refund, null);
    }
    try {
      String address =
          profiles.lightningAddress(refund.customer(), refund.orderedAt()).orElse(null);
      return new Finding.Address(refund, address);
    } catch (TransientException e) {
      if (refund.unanswered() < properties.tries()) {
        throw e;
      }
      return new Finding.Address(refund, null);
    }
  }

  /**
   * An invoice of the address's server.
   *
   * @throws TransientException if the server does not answer, and has not often
   */
  public Finding askForInvoice(Refund refund) {
    String address = Objects.requireNonNull(refund.address());
    Optional<RefundAddresses> resolver = addresses.stream().findAny();
    if (resolver.isEmpty()) {
      return new Finding.AddressRefused(refund, "no-addresses");
    }
    Network network = payOuts(refund).network();
    try {
      return new Finding.Invoice(refund, resolver.get().invoice(address, refund.toSend(), network));
    } catch (PermanentException e) {
      return new Finding.AddressRefused(refund, e.code());
    } catch (TransientException e) {
      if (refund.unanswered() < properties.tries()) {
        throw e;
      }
      return new Finding.AddressRefused(refund, e.code());
    }
  }

  /** Of the wallet that the payment came to: nobody else's money goes back. */
  private PayOuts payOuts(Refund refund) {
    return wallets
        .payOuts(refund.wallet())
        .orElseThrow(() -> new TransientException("no-pay-outs", "The wallet may not pay out"));
  }

  /**
   * Has the stored invoice paid, once: first the node is asked how its payment stands, and that of
   * every invoice before it. Only what the node has never heard of is sent.
   *
   * @throws TransientException if nothing is known: the payment may be under way
   */
  public Finding pay(Refund refund) {
    PayOuts node = payOuts(refund);
    RefundInvoice live = Objects.requireNonNull(refund.live());
    PayOut known = node.track(live.paymentHash()).orElse(null);
    if (known == null) {
      known = unfinished(node, refund);
    }
    return new Finding.Payment(refund, known == null ? send(node, refund, live) : known);
  }

  /** An earlier invoice that the node takes its word back of; null where all have failed. */
  private static @Nullable PayOut unfinished(PayOuts node, Refund refund) {
    for (PaymentHash hash : refund.earlier()) {
      Optional<PayOut> earlier = node.track(hash);
      if (earlier.isPresent() && earlier.get().state() != PayOut.State.FAILED) {
        return earlier.get();
      }
    }
    return null;
  }

  private PayOut send(PayOuts node, Refund refund, RefundInvoice invoice) {
    if (invoice.expiresAt().isBefore(clock.instant())) {
      return failed(invoice, "expired before it was sent");
    }
    if (!work.renew(refund)) {
      throw new TransientException("claim-over", "A refund was claimed by somebody else meanwhile");
    }
    Msat amount = refund.toSend();
    try {
      return node.send(
          new PayOutRequest(
              invoice.bolt11(), invoice.paymentHash(), amount, properties.maxFee(amount)));
    } catch (PermanentException e) {
      return node.track(invoice.paymentHash()).orElseGet(() -> failed(invoice, e.code()));
    }
  }

  private static PayOut failed(RefundInvoice invoice, String why) {
    return new PayOut(invoice.paymentHash(), PayOut.State.FAILED, Msat.ZERO, why);
  }
}
