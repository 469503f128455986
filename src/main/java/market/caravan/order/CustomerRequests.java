package market.caravan.order;

import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Does what customers ask for, in the transaction of the route. */
@Component
public class CustomerRequests {

  private final Checkout checkout;
  private final Cancellation cancellation;

  CustomerRequests(Checkout checkout, Cancellation cancellation) {
    this.checkout = checkout;
    this.cancellation = cancellation;
  }

  /** What the customers are to be told of it. */
  public List<OrderNews> carryOut(List<CustomerCommand> commands) {
    if (commands.size() > 1 && commands.stream().anyMatch(WithdrawOrder.class::isInstance)) {
      checkout.lock(commands); // all of them, before the stock of any
    }
    List<PlaceOrder> placed = new ArrayList<>();
    List<OrderNews> news = new ArrayList<>();
    for (CustomerCommand command : commands) {
      switch (command) {
        case PlaceOrder order -> placed.add(order);
        case WithdrawOrder withdrawn -> news.addAll(cancellation.withdraw(withdrawn));
      }
    }
    news.addAll(checkout.place(placed));
    return news;
  }
}
