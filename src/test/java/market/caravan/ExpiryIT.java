package market.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** An order that nobody pays, seen from outside. */
@CaravanIT
@TestPropertySource(
    properties = {"caravan.checkout.invoice-expiry=3s", "caravan.checkout.overdue-grace=1s"})
class ExpiryIT {

  @Autowired private JdbcClient jdbc;

  @Value("${caravan.data-dir}")
  private Path dataDirectory;

  @Test
  void givesTheLastPieceBackAndTellsTheCustomer() {
    TestShop shop = TestShop.in(dataDirectory);
    String single = "teapot";
    try (TestCustomer slow = shop.customer();
        TestCustomer late = shop.customer();
        TestCustomer next = shop.customer()) {
      String first = TestShop.newOrderId();
      slow.say(shop.order(first, single, 1));
      String invoice = slow.awaitInvoice(first);

      String second = TestShop.newOrderId();
      late.say(shop.order(second, single, 1));
      assertThat(late.await(second, 1).path("message").asText()).contains("stock");

      JsonNode expired = slow.await(first, 2);
      assertThat(expired.path("paid").asBoolean()).isFalse();
      assertThat(expired.path("message").asText()).contains("expired");
      assertThat(shop.pay(invoice).statusCode()).isEqualTo(410);

      String third = TestShop.newOrderId();
      next.say(shop.order(third, single, 1));
      assertThat(shop.pay(next.awaitInvoice(third)).statusCode()).isEqualTo(200);
      assertThat(next.await(third, 2).path("paid").asBoolean()).isTrue();
    }
  }

  @Test
  void endsAnOrderWhoseInvoiceTheNodeHasForgotten() {
    TestShop shop = TestShop.in(dataDirectory);
    try (TestCustomer customer = shop.customer()) {
      String id = TestShop.newOrderId();
      customer.say(shop.order(id, "mug", 1));
      customer.awaitInvoice(id);
      int forgotten =
          jdbc.sql(
                  """
                  DELETE FROM simulated_invoice WHERE payment_hash IN
                    (SELECT invoice_id FROM orders WHERE id = :id)
                  """)
              .param("id", id)
              .update();
      assertThat(forgotten).isEqualTo(1);

      assertThat(customer.await(id, 2).path("message").asText()).contains("expired");
    }
  }
}
