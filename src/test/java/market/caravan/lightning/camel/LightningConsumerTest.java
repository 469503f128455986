package market.caravan.lightning.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.Invoice.State;
import market.caravan.lightning.Preimage;
import market.caravan.lightning.Wallets;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LightningConsumerTest {

  private static final String URI =
      "lightning:default?concurrentConsumers=2&reconnectDelay=10&maxReconnectDelay=40";

  private final CamelContext context = new DefaultCamelContext();
  private final PretendedNode spare = new PretendedNode();
  private final PretendedNode node = new PretendedNode();
  private final MockEndpoint news = context.getEndpoint("mock:news", MockEndpoint.class);
  private final CountDownLatch gate = new CountDownLatch(1);
  private final AtomicInteger waiting = new AtomicInteger();

  @BeforeEach
  void start() throws Exception {
    context.getRegistry().bind("wallets", new Wallets(Map.of("default", node, "spare", spare), 8));
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from(URI)
                .routeId("news")
                .process(exchange -> handle(exchange.getMessage().getBody(Invoice.class)))
                .to("mock:news");
          }
        });
    context.start();
    awaitListening();
  }

  @AfterEach
  void stop() {
    gate.countDown();
    context.stop();
  }

  /** EXPIRED is the one that the route fails on, HELD the one that it waits with. */
  private void handle(Invoice invoice) throws InterruptedException {
    if (invoice.state() == State.EXPIRED) {
      throw new IllegalStateException("This route fails");
    }
    if (invoice.state() == State.HELD) {
      waiting.incrementAndGet();
      gate.await();
    }
  }

  @Test
  void makesAnExchangeOfEveryChange() throws Exception {
    Invoice settled = invoice(State.SETTLED);
    news.expectedBodiesReceived(settled);
    news.expectedHeaderReceived(LightningConstants.WALLET, "default");
    news.expectedHeaderReceived(LightningConstants.PAYMENT_HASH, settled.paymentHash().hex());
    news.expectedHeaderReceived(LightningConstants.STATE, "SETTLED");

    node.tell(settled);

    news.assertIsSatisfied();
  }

  @Test
  void goesOnAfterTheRouteFailed() throws Exception {
    news.expectedMessageCount(1);

    node.tell(invoice(State.EXPIRED));
    node.tell(invoice(State.SETTLED));

    news.assertIsSatisfied();
    assertThat(node.listeners()).isOne();
  }

  @Test
  void subscribesAgainWhenTheNodeIsBack() throws Exception {
    node.goAway();
    await().until(() -> node.listeners() == 0);
    await().until(() -> node.asked.size() >= 4);
    node.comeBack();
    awaitListening();
    news.expectedMessageCount(1);

    node.tell(invoice(State.SETTLED));

    news.assertIsSatisfied();
  }

  @Test
  void tellsOnceOfAnAbsenceHoweverOftenItTries() {
    Logger logger = (Logger) LoggerFactory.getLogger(SubscriptionKeeper.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    try {
      node.goAway();
      await().until(() -> node.asked.size() >= 6);
      node.comeBack();
      awaitListening();
      await().until(() -> lines.list.stream().anyMatch(line -> line.getLevel() == Level.INFO));
    } finally {
      logger.detachAppender(lines);
    }
    assertThat(lines.list)
        .filteredOn(line -> line.getLevel() == Level.WARN)
        .singleElement()
        .matches(line -> line.getFormattedMessage().contains("'default'"));
  }

  @Test
  void holdsTheNodeBackWhileAllItsPlacesAreTaken() throws Exception {
    news.expectedMessageCount(3);
    var teller = new Thread(() -> tellThree());
    teller.start();

    await().until(() -> waiting.get() == 2);
    await().until(() -> teller.getState() == Thread.State.WAITING);
    gate.countDown();

    news.assertIsSatisfied();
    teller.join();
  }

  private void tellThree() {
    for (int i = 0; i < 3; i++) {
      node.tell(invoice(State.HELD));
    }
  }

  @Test
  void isSilentWhileItsRouteIsSuspendedOrStopped() throws Exception {
    context.getRouteController().suspendRoute("news");
    await().until(() -> node.listeners() == 0);
    context.getRouteController().resumeRoute("news");
    awaitListening();

    context.getRouteController().stopRoute("news");

    await().until(() -> node.listeners() == 0);
  }

  @Test
  void hearsOfEveryWalletAndSaysWhichItIs() throws Exception {
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("lightning:*?reconnectDelay=10").to("mock:all");
          }
        });
    await().until(() -> spare.listeners() == 1);
    MockEndpoint all = context.getEndpoint("mock:all", MockEndpoint.class);
    node.goAway();
    Invoice settled = invoice(State.SETTLED);
    all.expectedBodiesReceived(settled);
    all.expectedHeaderReceived(LightningConstants.WALLET, "spare");

    spare.tell(settled);

    all.assertIsSatisfied();
  }

  private void awaitListening() {
    await().until(() -> node.listeners() == 1);
  }

  private static Invoice invoice(State state) {
    return PretendedNode.invoice(Preimage.random().hash(), state);
  }
}
