package market.caravan;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Value;

/** Base of the tests of what is seen from outside: the demo's shop, and a customer of its own. */
@CaravanIT
abstract class AtTheShop {

  @Value("${caravan.data-dir}")
  private Path dataDirectory;

  TestShop shop;
  TestCustomer customer;

  @BeforeEach
  final void enter() {
    shop = TestShop.in(dataDirectory);
    customer = shop.customer();
  }

  @AfterEach
  final void leave() {
    customer.close();
  }

  /** The customer orders so much of a product: the order's id. */
  final String order(String product, int quantity) {
    String id = TestShop.newOrderId();
    customer.say(shop.order(id, product, quantity));
    return id;
  }

  /** The same, and pays it, and is told that it is paid. */
  final String paidOrder(String product, int quantity) {
    String id = order(product, quantity);
    shop.pay(customer.awaitInvoice(id));
    customer.await(id, 2);
    return id;
  }
}
