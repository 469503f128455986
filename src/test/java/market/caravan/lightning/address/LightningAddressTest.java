package market.caravan.lightning.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LightningAddressTest {

  @Test
  void hasANameAndADomain() {
    assertThat(LightningAddress.parse(" Satoshi@Bitcoin.ORG\n"))
        .contains(new LightningAddress("satoshi", "bitcoin.org"))
        .get()
        .extracting(LightningAddress::text)
        .isEqualTo("satoshi@bitcoin.org");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a-z_0.9+tag@pay.wallet-1.example.com",
        "1@xn--bcher-kva.example",
        "x@a.b",
      })
  void isRead(String text) {
    assertThat(LightningAddress.parse(text)).map(LightningAddress::text).contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "name",
        "name@",
        "@domain.example",
        "a@b@c.example",
        "na me@domain.example",
        "na/me@domain.example",
        "na%2fme@domain.example",
        "na?me@domain.example",
        "..@domain.example",
        ".@domain.example",
        "é@domain.example",
        "name@localhost",
        "name@domain",
        "name@domain.example.",
        "name@.example",
        "name@-a.example",
        "name@a-.example",
        "name@a..example",
        "name@domain.example:8443",
        "name@domain.example/path",
        "name@domain.example?x",
        "name@domain.example#x",
        "name@dömain.example",
        "name@do_main.example",
        "name@127.0.0.1",
        "name@2130706433",
        "name@0x7f.1",
        "name@1.0x7f",
        "name@[::1]",
        "name@::1",
        "name@expyuzz4wqqyqhjn.onion",
        "lightning:name@domain.example",
        "name@domain.example\u0000",
      })
  void isRefused(String text) {
    assertThat(LightningAddress.parse(text)).isEmpty();
  }

  @Test
  void isBounded() {
    assertThat(LightningAddress.parse("a".repeat(64) + "@b.example")).isPresent();
    assertThat(LightningAddress.parse("a".repeat(65) + "@b.example")).isEmpty();
    assertThat(LightningAddress.parse("a@" + "b".repeat(63) + ".example")).isPresent();
    assertThat(LightningAddress.parse("a@" + "b".repeat(64) + ".example")).isEmpty();
    assertThat(LightningAddress.parse("a@" + "b.".repeat(124) + "exam")).isPresent();
    assertThat(LightningAddress.parse("a@" + "b.".repeat(124) + "examp")).isPresent();
    assertThat(LightningAddress.parse("a@" + "b.".repeat(124) + "exampl")).isEmpty();
    assertThat(LightningAddress.parse(" ".repeat(1_000_000) + "a@b.example")).isEmpty();
  }

  @Test
  void tellsNoLogWhoseItIs() {
    assertThat(new LightningAddress("satoshi", "bitcoin.org").toString())
        .doesNotContain("satoshi")
        .doesNotContain("bitcoin");
  }
}
