package market.caravan.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import market.caravan.money.Msat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {

  private static final PaymentHash HASH = Preimage.random().hash();

  /** Ours by row; what the node says by column, where nothing stands for nothing that differs. */
  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          OURS      | OPEN          | HELD          | SETTLED              | CANCELLED         | EXPIRED           | NONE
          NAMED     |               | STATE_DIFFERS | SETTLED_ONLY_AT_NODE |                   |                   |
          OPEN      |               | STATE_DIFFERS | SETTLED_ONLY_AT_NODE | STATE_DIFFERS     | STATE_DIFFERS     | UNKNOWN_AT_NODE
          HELD      | STATE_DIFFERS |               | SETTLED_ONLY_AT_NODE | STATE_DIFFERS     | STATE_DIFFERS     | UNKNOWN_AT_NODE
          SETTLED   | SETTLED_ONLY_HERE | SETTLED_ONLY_HERE |              | SETTLED_ONLY_HERE | SETTLED_ONLY_HERE | UNKNOWN_AT_NODE
          CANCELLED | STATE_DIFFERS | STATE_DIFFERS | SETTLED_ONLY_AT_NODE |                   |                   |
          EXPIRED   | STATE_DIFFERS | STATE_DIFFERS | SETTLED_ONLY_AT_NODE |                   |                   |
          """)
  void knowsWhatGoesTogether(
      String ours,
      @Nullable Kind open,
      @Nullable Kind held,
      @Nullable Kind settled,
      @Nullable Kind cancelled,
      @Nullable Kind expired,
      @Nullable Kind none) {
    assertThat(kind(ours, Invoice.State.OPEN)).as("OPEN").isEqualTo(open);
    assertThat(kind(ours, Invoice.State.HELD)).as("HELD").isEqualTo(held);
    assertThat(kind(ours, Invoice.State.SETTLED)).as("SETTLED").isEqualTo(settled);
    assertThat(kind(ours, Invoice.State.CANCELLED)).as("CANCELLED").isEqualTo(cancelled);
    assertThat(kind(ours, Invoice.State.EXPIRED)).as("EXPIRED").isEqualTo(expired);
    assertThat(Comparison.of(ours(ours, 7), null).orElse(null)).as("NONE").isEqualTo(none);
  }

  @ParameterizedTest
  @CsvSource({"7, 7, ", "7, 8, AMOUNT_DIFFERS", "0, 7, AMOUNT_DIFFERS"})
  void comparesWhatWasReceived(long here, long there, @Nullable Kind kind) {
    assertThat(Comparison.of(ours("SETTLED", here), theirs(Invoice.State.SETTLED, there)))
        .isEqualTo(Optional.ofNullable(kind));
  }

  private static @Nullable Kind kind(String ours, Invoice.State theirs) {
    return Comparison.of(ours(ours, 7), theirs(theirs, 7)).orElse(null);
  }

  private static OurInvoice ours(String state, long received) {
    return new OurInvoice(1, 1, "", HASH, state, true, new Msat(received), "m", "o", "c");
  }

  private static Invoice theirs(Invoice.State state, long received) {
    return new Invoice(HASH, null, new Msat(7), new Msat(received), state, Instant.MAX, null);
  }
}
