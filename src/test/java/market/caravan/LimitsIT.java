package market.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.test.context.TestPropertySource;

/** A customer who orders and never pays holds no more stock than the limit lets them. */
@CaravanIT
@TestPropertySource(properties = "caravan.checkout.max-unpaid-per-customer=2")
class LimitsIT {

  @Value("${caravan.data-dir}")
  private Path dataDirectory;

  @Test
  void refusesMoreUnpaidOrdersThanACustomerMayHaveUntilOneIsPaid() {
    TestShop shop = TestShop.in(dataDirectory);
    try (TestCustomer customer = shop.customer()) {
      String first = order(shop, customer);
      String invoice = customer.awaitInvoice(first);
      customer.awaitInvoice(order(shop, customer));

      String third = order(shop, customer);
      assertThat(customer.await(third, 1).path("message").asText()).contains("unpaid");

      shop.pay(invoice);
      customer.await(first, 2);
      assertThat(customer.awaitInvoice(order(shop, customer))).startsWith("lnbcrt");
    }
  }

  private static String order(TestShop shop, TestCustomer customer) {
    String id = TestShop.newOrderId();
    customer.say(shop.order(id, shop.product(0), 1));
    return id;
  }
}
