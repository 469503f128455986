package market.caravan.reconciliation;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.SettledQuery;

/** What a node is asked next in a comparison; its names are what the route calls. */
public sealed interface Question {

  Reconciliation run();

  /** Whose node is asked. */
  String wallet();

  /** Which operation of {@code lightning:} this is. */
  String operation();

  /** The body that goes with it. */
  Object asked();

  /** How our invoices stand there. */
  record OfOurs(Reconciliation run, String wallet, List<OurInvoice> ours) implements Question {

    @Override
    public String operation() {
      return "LOOK_UP";
    }

    @Override
    public Collection<PaymentHash> asked() {
      return ours.stream().map(OurInvoice::hash).toList();
    }
  }

  /** What else it has settled. */
  record OfTheirs(Reconciliation run, String wallet, SettledQuery asked) implements Question {

    @Override
    public String operation() {
      return "LIST_SETTLED";
    }
  }

  /**
   * How those that differed stand now.
   *
   * @param suspects what differed, by the place of its row
   */
  record OfSuspects(Reconciliation run, String wallet, Map<Long, Suspect> suspects)
      implements Question {

    @Override
    public String operation() {
      return "LOOK_UP";
    }

    @Override
    public Collection<PaymentHash> asked() {
      return suspects.values().stream().map(Suspect::hash).toList();
    }
  }

  /** What differed at the first look. */
  record Suspect(Kind kind, PaymentHash hash) {}
}
