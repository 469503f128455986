package market.caravan.lightning;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import market.caravan.Hostile;

/**
 * Any text is an invoice that reads back as it is written, or is refused: as it stands, with the
 * right checksum under it, and with the signature that its author could have made.
 */
class Bolt11FuzzTest {

  @FuzzTest
  void readsInvoicesOrRefusesThem(byte[] input) {
    for (String text : HostileInvoices.of(input)) {
      Hostile.read(() -> Bolt11.decode(text)).ifPresent(Bolt11FuzzTest::holds);
    }
  }

  private static void holds(Bolt11 invoice) {
    assertThat(invoice.expiresAt()).isAfterOrEqualTo(invoice.timestamp());
    if (invoice.payee().equals(HostileInvoices.AUTHOR.nodeId())) {
      assertThat(Bolt11.decode(invoice.encode(HostileInvoices.AUTHOR))).isEqualTo(invoice);
    }
  }
}
