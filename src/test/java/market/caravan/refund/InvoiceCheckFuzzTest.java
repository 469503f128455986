package market.caravan.refund;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.Optional;
import market.caravan.Hostile;
import market.caravan.PermanentException;
import market.caravan.lightning.Bolt11;
import market.caravan.lightning.HostileInvoices;
import market.caravan.lightning.Network;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;

/**
 * An invoice that a customer sends is one of the network, over the amount and payable long enough,
 * whoever has signed it, or it is refused as one.
 */
class InvoiceCheckFuzzTest {

  private static final Instant UNTIL = Instant.parse("2026-01-02T03:04:05Z");
  private static final Msat AMOUNT = Msat.ofSat(2_100);

  /** An example of BOLT 11, in the place of an invoice of our own. */
  private static final String OURS =
      "lnbc1pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygspp5qqqsyqcyq5"
          + "rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdpl2pkx2ctnv5sxxmmwwd5kgetjypeh2ursdae"
          + "8g6twvus8g6rfwvs8qun0dfjkxaq9qrsgq357wnc5r2ueh7ck6q93dj32dlqnls087fxdwk8qakdyafk"
          + "q3yap9us6v52vjjsrvywa6rt52cm9r9zqt8r2t7mlcwspyetp5h2tztugp9lfyql";

  @FuzzTest
  void takesWhatIsToBePaidOrRefusesIt(byte[] input) {
    for (String text : HostileInvoices.of(input)) {
      Optional<Bolt11> invoice = Hostile.read(() -> Bolt11.decode(text));
      Optional<Msat> amount = InvoiceCheck.amount(text);
      assertThat(amount).isEqualTo(invoice.map(Bolt11::amount));
      holds(text, null, amount.orElse(AMOUNT), Instant.EPOCH, invoice);
      holds(text, text, amount.orElse(AMOUNT), UNTIL, invoice);
      holds(text, OURS, AMOUNT, UNTIL, invoice);
    }
  }

  private static void holds(
      String text, @Nullable String ours, Msat amount, Instant until, Optional<Bolt11> invoice) {
    boolean payable =
        invoice.isPresent()
            && amount.equals(invoice.get().amount())
            && !invoice.get().expiresAt().isBefore(until)
            && (ours == null || ours.equals(text) || invoice.get().network() == Network.BITCOIN);
    try {
      RefundInvoice taken = InvoiceCheck.require(text, ours, amount, until);
      assertThat(payable).isTrue();
      assertThat(taken)
          .isEqualTo(
              new RefundInvoice(
                  invoice.orElseThrow().paymentHash(), text, invoice.get().expiresAt()));
    } catch (PermanentException e) {
      assertThat(payable).isFalse();
      assertThat(e.code()).startsWith("refund-invoice-");
      assertThat(e.code().endsWith("-malformed")).isEqualTo(invoice.isEmpty());
    }
  }
}
