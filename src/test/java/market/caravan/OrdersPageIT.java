package market.caravan;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import market.caravan.api.LiveUpdates;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * The shortest client of the API in a real browser: {@code src/test/resources/api-page/orders},
 * which is served beside the API's own page, in tests alone. Here it may not ask each minute, so
 * what it shows has come by live updates.
 */
@EnabledIf(value = "market.caravan.TestBrowser#isThere", disabledReason = TestBrowser.NEEDED)
class OrdersPageIT extends AtTheShop {

  private static final double PATIENCE_MS = 60_000;

  private static TestBrowser browser;

  @Autowired private LiveUpdates updates;

  private final List<String> errors = new ArrayList<>();
  private int loaded;
  private Page page;

  @BeforeAll
  static void openBrowser() {
    browser = new TestBrowser();
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
  }

  @AfterAll
  static void closeBrowser() {
    browser.close();
  }

  @BeforeEach
  void openPage() {
    page = browser.newPage();
    page.onPageError(errors::add);
    page.onLoad(itself -> loaded++);
    page.addInitScript("window.setInterval = () => 0");
    page.navigate(URI.create(shop.text("api")).resolve("/docs/orders/index.html").toString());
  }

  @AfterEach
  void closePage() {
    page.context().close();
    assertThat(errors).isEmpty();
    assertThat(loaded).as("how often the page was loaded").isOne();
  }

  private void open(String key) {
    page.getByLabel("API key").fill(key);
    page.getByText("Open").click();
  }

  private void listen() {
    open(shop.text("invoice_key"));
    assertThat(state()).hasText("Live");
  }

  private Locator state() {
    return page.locator("#state");
  }

  /** What the page shows of an order: id, items, address, total, status. */
  private Locator cells(String orderId) {
    return page.locator("#orders tr", new Page.LocatorOptions().setHasText(orderId)).locator("td");
  }

  private Locator status(String orderId) {
    return cells(orderId).last();
  }

  private void ship(String orderId) {
    String body = "{\"id\":\"%s\",\"shipped\":true}".formatted(orderId);
    assertThat(shop.patch("/order/" + orderId, body).statusCode()).isEqualTo(200);
  }

  @Test
  void showsAnOrderThatComesAndThatItIsPaidAndShipped() {
    listen();
    String id = order(shop.product(0), 2);
    assertThat(cells(id))
        .hasText(new String[] {id, "2 x Mug", "1 Test Street", "5700", "waits for payment"});
    shop.pay(customer.awaitInvoice(id));
    assertThat(status(id)).hasText("paid");
    ship(id);
    assertThat(status(id)).hasText("shipped");
  }

  @Test
  void listsWhatWasOrderedBefore() {
    String id = paidOrder(shop.product(0), 1);
    listen();
    assertThat(status(id)).hasText("paid");
  }

  @Test
  void comesBackByItselfAndShowsWhatItHasMissed() {
    listen();
    String id = order(shop.product(0), 1);
    assertThat(status(id)).hasText("waits for payment");
    page.context().setOffline(true);
    updates.closeAll(shop.text("merchant_id"));
    assertThat(state()).hasText("Not connected, trying again");
    shop.pay(customer.awaitInvoice(id));
    customer.await(id, 2);
    assertThat(status(id)).hasText("waits for payment");
    page.context().setOffline(false);
    assertThat(status(id)).hasText("paid");
    ship(id);
    assertThat(status(id)).hasText("shipped");
  }

  @Test
  void showsWhatCustomersWriteAsText() {
    listen();
    String hostile = "<img src=x onerror=\"document.title='owned'\"><script>alert(1)</script>";
    String id = TestShop.newOrderId();
    customer.say(
        shop.order(id, shop.product(0), 1).replace("1 Test Street", hostile.replace("\"", "\\\"")));
    customer.say(hostile);
    assertThat(cells(id).nth(2)).hasText(hostile);
    assertThat(page.locator("#messages li").first()).hasText(hostile);
    assertThat(page.locator("img, td script, li script")).hasCount(0);
    assertThat(page).hasTitle("Orders");
  }

  @Test
  void saysThatAKeyIsNotKnown() {
    open("guessed");
    assertThat(state()).hasText("This API key is not known");
    assertThat(page.locator("#orders tr")).hasCount(0);
    listen();
  }
}
