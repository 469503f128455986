package market.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import market.caravan.PostgresTest;
import market.caravan.TransientException;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What {@code transacted} promises, with the route configuration that handles errors outside. */
class OneTransactionIT extends PostgresTest {

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final List<Boolean> transactionWhenHandled = new ArrayList<>();
  private int failuresLeft;

  @BeforeEach
  void startRoutes() throws Exception {
    jdbc.sql("CREATE TABLE ledger (entry TEXT)").update();
    camel
        .getRegistry()
        .bind(
            "oneTransaction",
            new OneTransaction(
                new TransactionTemplate(new DataSourceTransactionManager(dataSource))));
    camel.addComponent("gather", new GatherComponent(new Failures(Clock.systemUTC())));
    camel.addRoutes(new Routes());
    camel.start();
  }

  @AfterEach
  void stopRoutes() {
    camel.stop();
  }

  @Test
  void keepsAllStepsOfARouteThatEnds() {
    send("direct:caller");
    assertThat(entries()).containsExactly("outer", "inner");
  }

  @Test
  void keepsNothingOfARouteThatFailsAndHandlesTheErrorOutside() {
    failuresLeft = Integer.MAX_VALUE;
    send("direct:caller");
    assertThat(entries()).isEmpty();
    assertThat(transactionWhenHandled).containsExactly(false);
  }

  @Test
  void makesEachRedeliveryATransactionOfItsOwn() {
    failuresLeft = 2;
    send("direct:caller");
    assertThat(entries()).containsExactly("outer", "inner");
  }

  @Test
  void handsTheErrorToACallerWithoutAHandler() {
    failuresLeft = Integer.MAX_VALUE;
    assertThatThrownBy(() -> send("direct:outer"))
        .isInstanceOf(CamelExecutionException.class)
        .hasCauseInstanceOf(TransientException.class);
    assertThat(entries()).isEmpty();
  }

  @Test
  void gathersNothingWithinATransaction() {
    assertThatThrownBy(() -> send("direct:gatherer"))
        .cause()
        .hasMessageStartingWith("gather: waits for a transaction of its own");
    assertThat(entries()).isEmpty();
  }

  private void send(String route) {
    camel.createProducerTemplate().sendBody(route, "");
  }

  private List<String> entries() {
    return jdbc.sql("SELECT entry FROM ledger").query(String.class).list();
  }

  private void write(String entry) {
    jdbc.sql("INSERT INTO ledger VALUES (:entry)").param("entry", entry).update();
  }

  private void failWhileItIsTime() {
    if (failuresLeft > 0) {
      failuresLeft--;
      throw new TransientException("away", "Away for now");
    }
  }

  private final class Routes extends RouteBuilder {
    @Override
    public void configure() {
      onException(TransientException.class)
          .maximumRedeliveries(3)
          .redeliveryDelay(1)
          .handled(true)
          .process(
              exchange ->
                  transactionWhenHandled.add(
                      TransactionSynchronizationManager.isActualTransactionActive()));
      from("direct:caller").to("direct:outer");
      from("direct:outer").transacted().process(exchange -> write("outer")).to("direct:inner");
      from("direct:gatherer").transacted().process(exchange -> write("outer")).to("gather:inner");
      from("direct:inner")
          .transacted()
          .process(exchange -> write("inner"))
          .process(exchange -> failWhileItIsTime());
    }
  }
}
