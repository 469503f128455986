package market.caravan.lightning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import market.caravan.PermanentException;
import market.caravan.money.Msat;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The facts of BOLT 11's text; its examples are signed with a key that it names. */
class Bolt11Test {

  private static final NodeKey KEY =
      NodeKey.of(
          HexFormat.of()
              .parseHex("e126f68f7eafcc8b74f54d269fe206be715000f94dac067d1c04a8ca3b2db734"));
  private static final PaymentHash HASH =
      new PaymentHash("0001020304050607080900010203040506070809000102030405060708090102");
  private static final String SECRET = "11".repeat(32);
  private static final Instant TIMESTAMP = Instant.ofEpochSecond(1496314658);

  /** "Please send $3 for a cup of coffee to the same peer, within one minute". */
  private static final String COFFEE =
      "lnbc2500u1pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygspp5qqqsyqcyq5rq"
          + "wzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jsxqzpu9qrsgquk0rl77nj"
          + "30yxdy8j9vdx85fkpmdla2087ne0xh8nhedh8w27kyke0lp53ut353s06fv3qfegext0eh0ymjpf39tuven"
          + "09sam30g4vgpfna3rh";

  /** With a fallback address, and extra routing information by way of two nodes. */
  private static final String ROUTED =
      "lnbc20m1pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygspp5qqqsyqcyq5rqwzq"
          + "fqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqhp58yjmdan79s6qqdhdzgynm4zwqd5d7xmw5fk98klysy04"
          + "3l2ahrqsfpp3qjmp7lwpagxun9pygexvgpjdc4jdj85fr9yq20q82gphp2nflc7jtzrcazrra7wwgzxqc8u7"
          + "754cdlpfrmccae92qgzqvzq2ps8pqqqqqqpqqqqq9qqqvpeuqafqxu92d8lr6fvg0r5gv0heeeqgcrqlnm6j"
          + "hphu9y00rrhy4grqszsvpcgpy9qqqqqqgqqqqq7qqzq9qrsgqdfjcdk6w3ak5pca9hwfwfh63zrrz06wwfya"
          + "0ydlzpgzxkn5xagsqz7x9j4jwe7yj7vaf2k9lqsdk45kts2fd0fkr28am0u4w95tt2nsq76cqw0";

  @Test
  void readsWhatTheInvoiceOfACupOfCoffeeSays() {
    Bolt11 invoice = Bolt11.decode(COFFEE);

    assertThat(invoice).isEqualTo(coffee());
    assertThat(invoice.expiresAt()).isEqualTo(TIMESTAMP.plusSeconds(60));
  }

  @Test
  void writesTheInvoiceOfACupOfCoffeeToTheLetter() {
    assertThat(coffee().encode(KEY)).isEqualTo(COFFEE);
  }

  @Test
  void readsFallbackAddressesAndRoutes() {
    Bolt11 invoice = Bolt11.decode(ROUTED);

    assertThat(invoice.amount()).isEqualTo(new Msat(2_000_000_000));
    assertThat(invoice.description()).isNull();
    assertThat(invoice.descriptionHash()).startsWith("3925b6f67e2c340036ed12093dd44e03");
    assertThat(invoice.fallbacks())
        .containsExactly(new FallbackAddress(17, "04b61f7dc1ea0dc99424464cc4064dc564d91e89"));
    assertThat(invoice.routes()).hasSize(1);
    assertThat(invoice.routes().getFirst())
        .containsExactly(
            new RoutingHop(
                "029e03a901b85534ff1e92c43c74431f7ce72046060fcf7a95c37e148f78c77255",
                0x0102030405060708L,
                1,
                20,
                3),
            new RoutingHop(
                "039e03a901b85534ff1e92c43c74431f7ce72046060fcf7a95c37e148f78c77255",
                0x030405060708090aL,
                2,
                30,
                4));
    assertThat(invoice.encode(KEY)).isEqualTo(ROUTED);
  }

  @Test
  void readsAnInvoiceInUpperCase() {
    assertThat(Bolt11.decode(COFFEE.toUpperCase(Locale.ROOT))).isEqualTo(coffee());
  }

  @ParameterizedTest
  @CsvSource({
    "lnbcrt, REGTEST, 1",
    "lnbcrt10n, REGTEST, 1000",
    "lnbcrt10p, REGTEST, 1",
    "lntbs1m, SIGNET, 100000000",
    "lntb25u, TESTNET, 2500000",
    "lnbc1, BITCOIN, 100000000000",
    "lnbc15p, BITCOIN, -1",
    "lnbc01u, BITCOIN, -1",
    "lnbc5x, BITCOIN, -1",
    "lnbc99999999999999999m, BITCOIN, -1"
  })
  void tellsTheNetworkAndTheAmountFromThePrefix(String prefix, Network network, long msat) {
    assertThat(Network.of(prefix)).contains(network);
    String amount = prefix.substring(network.prefix().length());
    if (msat < 0) {
      assertThatThrownBy(() -> Bolt11Amount.parse(amount)).isInstanceOf(PermanentException.class);
    } else if (amount.isEmpty()) {
      assertThat(Bolt11Amount.parse(amount)).isNull();
    } else {
      assertThat(Bolt11Amount.parse(amount)).isEqualTo(new Msat(msat));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 10, 99, 100, 1_000, 250_000_000, 967_878_534, 2_100_000_000_000_001L})
  void writesAnyAmountSoThatItReadsTheSame(long msat) {
    String text = Bolt11Amount.format(new Msat(msat));

    assertThat(Bolt11Amount.parse(text)).isEqualTo(new Msat(msat));
  }

  @ParameterizedTest
  @CsvSource({"250000000, 2500u", "100000000000, 1", "967878534, 9678785340p", "100, 1n"})
  void writesAnAmountInTheShortestForm(long msat, String text) {
    assertThat(Bolt11Amount.format(new Msat(msat))).isEqualTo(text);
  }

  @RepeatedTest(20)
  void keepsEveryFieldOfAnInvoiceOfOurOwn() {
    var key = NodeKey.generate();
    var invoice =
        new Bolt11(
            Network.REGTEST,
            null,
            TIMESTAMP,
            key.nodeId(),
            Preimage.random().hash(),
            "ab".repeat(32),
            "ナンセンス 1杯 ".repeat(20),
            null,
            Duration.ofDays(400),
            80,
            Set.of(8, 14, 17, 49),
            List.of(new FallbackAddress(1, "0adac43daa9c8a5a")),
            List.of(List.of(new RoutingHop(key.nodeId(), -1, 0xffffffffL, 0xffffffffL, 0xffff))),
            "01fafaf0");

    assertThat(Bolt11.decode(invoice.encode(key))).isEqualTo(invoice);
  }

  @Test
  void refusesAnInvoiceInWhichOneCharacterWasChanged() {
    for (int i = 0; i < COFFEE.length(); i++) {
      char changed = COFFEE.charAt(i) == 'q' ? 'p' : 'q';
      String forged = COFFEE.substring(0, i) + changed + COFFEE.substring(i + 1);
      assertThatThrownBy(() -> Bolt11.decode(forged)).isInstanceOf(PermanentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1", "lnbc1", "ln1qqqqqq", "lightning", "lnbcrt1ü", "\0", "lnbc1qqqqqqqqqqq"})
  void refusesWhatIsNoInvoice(String text) {
    assertThatThrownBy(() -> Bolt11.decode(text)).isInstanceOf(PermanentException.class);
  }

  @Test
  void refusesATextTooLongToBeAnInvoice() {
    assertThatThrownBy(() -> Bolt11.decode("lnbc1" + "q".repeat(1_000_000)))
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining("7089");
  }

  /** BOLT 11's invalid example: the payee is named, and the signature has a high S. */
  @Test
  void refusesAHighSSignatureWhereThePayeeIsNamed() {
    String invoice =
        "lnbc25m1p70xwfzpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdpl2pkx2ctnv5sxxmm"
            + "wwd5kgetjypeh2ursdae8g6twvus8g6rfwvs8qun0dfjkxaqnp4q0n326hr8v9zprg8gsvezcch06gfaqqhde"
            + "2aj730yg0durunfhv66sp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9qrsgqsp5zyg"
            + "3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygsp5cfzp9ugllvk03rltd6hvndxj26ux6gcxc5a"
            + "zyxk060rj9tzghct5zvjlps76gx8wpq5yuu79688k8gnm2c0al6v608s96l0xzrrlqqwnzxmu";

    assertThatThrownBy(() -> Bolt11.decode(invoice))
        .isInstanceOf(PermanentException.class)
        .hasMessageContaining("signature");
  }

  @Test
  void refusesAFeatureThatMustBeUnderstoodAndIsNot() {
    byte[] bit100 = new byte[21];
    bit100[0] = 1;

    assertThatThrownBy(() -> FeatureBits.parse(bit100)).hasMessageContaining("feature 100");
  }

  @Test
  void refusesToMakeAnInvoiceOfAnotherNode() {
    assertThatThrownBy(() -> coffee().encode(NodeKey.generate()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Bolt11 coffee() {
    return new Bolt11(
        Network.BITCOIN,
        new Msat(250_000_000),
        TIMESTAMP,
        "03e7156ae33b0a208d0744199163177e909e80176e55d97a2f221ede0f934dd9ad",
        HASH,
        SECRET,
        "1 cup coffee",
        null,
        Duration.ofMinutes(1),
        18,
        Set.of(8, 14),
        List.of(),
        List.of(),
        null);
  }
}
