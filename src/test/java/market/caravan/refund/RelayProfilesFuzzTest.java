package market.caravan.refund;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Locale;
import java.util.Optional;
import market.caravan.lightning.address.LightningAddress;

/** Any profile of a customer has a Lightning address that can be asked, or none. */
class RelayProfilesFuzzTest {

  @FuzzTest
  void findsAnAddressOrNone(byte[] input) {
    String text = new String(input, UTF_8);
    RelayProfiles.address(text).ifPresent(address -> holds(text, address));
    String profile = JsonNodeFactory.instance.objectNode().put("lud16", text).toString();
    Optional<String> address = RelayProfiles.address(profile);
    assertThat(address).isEqualTo(LightningAddress.parse(text).map(LightningAddress::text));
    address.ifPresent(
        it -> {
          holds(profile, it);
          assertThat(text.strip().toLowerCase(Locale.ROOT)).isEqualTo(it);
          assertThat(OfferedInvoice.destination("lightning:" + it)).contains(it);
        });
  }

  private static void holds(String profile, String address) {
    assertThat(LightningAddress.parse(address).orElseThrow().text()).isEqualTo(address);
    if (profile.indexOf('\\') < 0) {
      assertThat(profile.toLowerCase(Locale.ROOT)).contains(address);
    }
  }
}
