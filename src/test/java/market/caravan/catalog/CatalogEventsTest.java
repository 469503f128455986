package market.caravan.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import market.caravan.money.Currency;
import market.caravan.nostr.EventTemplate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CatalogEventsTest {

  private static final Instant BEFORE = Instant.ofEpochSecond(1_700_000_000);
  private static final Currency EUR = new Currency("EUR");

  private final CatalogEvents events = new CatalogEvents(new Nip15Properties(false));

  @Test
  void writesAProfileWithoutWhatIsEmpty() {
    MerchantProfile profile =
        new MerchantProfile("shop", "Café \"Ö\"", "", null, null, null, null, "shop@example.com");

    assertThat(events.profile(profile, BEFORE))
        .isEqualTo(
            new EventTemplate(
                0,
                BEFORE,
                List.of(),
                """
                {"name":"shop","display_name":"Café \\"Ö\\"","lud16":"shop@example.com"}"""));
  }

  @Test
  void writesAStallWithZonesUnderBothNamesOfTheirCountries() {
    ShippingZone zone =
        new ShippingZone("eu", "Europe 🇪🇺", EUR, bd("4.50"), List.of("Germany", "France"));
    Stall stall =
        new Stall(
            "m",
            "books",
            "",
            "Books & more",
            EUR,
            "Line one\nline two",
            null,
            List.of(zone),
            Publication.NONE);

    assertThat(events.stall(stall, BEFORE))
        .isEqualTo(
            new EventTemplate(
                30017,
                BEFORE,
                List.of(List.of("d", "books")),
                "{\"id\":\"books\",\"name\":\"Books & more\",\"description\":\"Line one\\nline two\","
                    + "\"currency\":\"EUR\",\"shipping\":[{\"id\":\"eu\",\"name\":\"Europe 🇪🇺\","
                    + "\"currency\":\"EUR\",\"cost\":4.5,\"countries\":[\"Germany\",\"France\"],"
                    + "\"regions\":[\"Germany\",\"France\"]}]}"));
  }

  @Test
  void writesAProductWithWhatNoOrderHolds() {
    assertThat(events.product(mug(100L, 30), EUR, BEFORE))
        .isEqualTo(
            new EventTemplate(
                30018,
                BEFORE,
                List.of(List.of("d", "mug"), List.of("t", "kitchen"), List.of("t", "gift")),
                """
                {"id":"mug","stall_id":"books","name":"Mug","description":"Holds tea",\
                "images":["https://example.com/mug.png"],"currency":"EUR","price":1000,\
                "quantity":70,"active":true,"shipping":[{"id":"eu","cost":0.1}]}"""));
  }

  @Test
  void writesAnUnlimitedProductAsAMillion() {
    assertThat(events.product(mug(null, 0), EUR, BEFORE).content())
        .contains("\"quantity\":1000000,");
  }

  @Test
  void writesAnUnlimitedProductAsNullWhereThatIsConfigured() {
    CatalogEvents asSpecified = new CatalogEvents(new Nip15Properties(true));

    assertThat(asSpecified.product(mug(null, 0), EUR, BEFORE).content())
        .contains("\"quantity\":null,");
    assertThat(asSpecified.product(mug(5L, 0), EUR, BEFORE).content()).contains("\"quantity\":5,");
  }

  @Test
  void takesAProductBackByItsLatestEvent() {
    assertThat(events.deletion("Product", "Mug", "e".repeat(64), BEFORE))
        .isEqualTo(
            new EventTemplate(
                5, BEFORE, List.of(List.of("e", "e".repeat(64))), "Product 'Mug' deleted"));
  }

  private static Product mug(@Nullable Long quantity, long reserved) {
    return new Product(
        "m",
        "mug",
        "books",
        "Mug",
        "Holds tea",
        List.of("kitchen", "gift"),
        List.of("https://example.com/mug.png"),
        bd("1E+3"),
        quantity,
        reserved,
        true,
        true,
        "never published",
        List.of(new ShippingCost("eu", bd("0.10"))),
        Publication.NONE);
  }

  private static BigDecimal bd(String number) {
    return new BigDecimal(number);
  }
}
