package market.caravan.reconciliation;

import java.util.Optional;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.Invoice.State;
import org.jspecify.annotations.Nullable;

/** Whether what we have of an invoice and what its node says go together. */
final class Comparison {

  private static final String SETTLED = State.SETTLED.name();

  private Comparison() {}

  /**
   * What differs; empty where nothing does.
   *
   * @param theirs null where the node has no such invoice
   */
  static Optional<Kind> of(OurInvoice ours, @Nullable Invoice theirs) {
    if (theirs == null) {
      return isMissing(ours) ? Optional.of(Kind.UNKNOWN_AT_NODE) : Optional.empty();
    }
    boolean here = ours.state().equals(SETTLED);
    boolean there = theirs.state() == State.SETTLED;
    if (here != there) {
      return Optional.of(there ? Kind.SETTLED_ONLY_AT_NODE : Kind.SETTLED_ONLY_HERE);
    }
    if (here) {
      return ours.received().equals(theirs.received())
          ? Optional.empty()
          : Optional.of(Kind.AMOUNT_DIFFERS);
    }
    return expected(ours, theirs).equals(theirs.state())
        ? Optional.empty()
        : Optional.of(Kind.STATE_DIFFERS);
  }

  /** A node may forget what was never paid; what never came to be is not there. */
  private static boolean isMissing(OurInvoice ours) {
    return switch (ours.state()) {
      case "OPEN", "HELD", "SETTLED" -> ours.opened();
      default -> false;
    };
  }

  /**
   * The state that theirs would have to be in. Cancelled or expired is one, for LND knows only the
   * one; what is only named here may be open there: its answer was lost, and it is asked for again.
   */
  private static State expected(OurInvoice ours, Invoice theirs) {
    return switch (ours.state()) {
      case "NAMED" -> theirs.state() == State.HELD ? State.OPEN : theirs.state();
      case "OPEN" -> State.OPEN;
      case "HELD" -> State.HELD;
      default -> theirs.state() == State.EXPIRED ? State.EXPIRED : State.CANCELLED;
    };
  }
}
