package market.caravan.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import market.caravan.nostr.Event;
import market.caravan.nostr.EventTemplate;
import market.caravan.nostr.KeyPair;
import market.caravan.nostr.Nip04;
import market.caravan.nostr.Pubkey;

/** Orders of many customers, signed and encrypted beforehand, so that making them costs nothing. */
final class PreparedOrders {

  private final Pubkey merchant;
  private final List<KeyPair> customers;
  private final List<String> products;
  private int made;

  /** Customers have full-width keys, as people have: multiplying by a short one is cheaper. */
  PreparedOrders(Pubkey merchant, int customers, List<String> products) {
    this.merchant = merchant;
    this.customers = IntStream.range(0, customers).mapToObj(i -> KeyPair.generate()).toList();
    this.products = products;
  }

  /** The next ones, from one customer after the other, each of two pieces of the next product. */
  List<Event> next(int count) {
    List<Event> orders = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      orders.add(order(made++));
    }
    return orders;
  }

  private Event order(int number) {
    KeyPair customer = customers.get(number % customers.size());
    String text =
        """
        {"id":"bench-%d","type":0,"name":"Ada Lovelace","address":"12 St James's Square, London",\
        "message":"Please leave it with the neighbours if nobody is at home.",\
        "contact":{"nostr":"%s","phone":null,"email":"ada@example.org"},\
        "items":[{"product_id":"%s","quantity":2}],"shipping_id":"national"}"""
            .formatted(number, customer.pubkey(), products.get(number % products.size()));
    return customer.sign(
        new EventTemplate(
            4,
            Instant.now(),
            List.of(List.of("p", merchant.hex())),
            Nip04.encrypt(customer, merchant, text)));
  }
}
