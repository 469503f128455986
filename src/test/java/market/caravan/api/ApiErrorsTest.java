package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import market.caravan.PermanentException;
import market.caravan.TransientException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.util.unit.DataSize;

/**
 * What a route of the API answers when something fails behind it: the real configuration's word.
 */
class ApiErrorsTest {

  private static final ApiProperties PROPERTIES =
      new ApiProperties(
          DataSize.ofKilobytes(1),
          10,
          Duration.ofSeconds(5),
          1,
          1,
          false,
          1,
          1,
          1,
          1,
          Duration.ofSeconds(1),
          Duration.ofSeconds(1));

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final AtomicInteger calls = new AtomicInteger();
  private RuntimeException failure = new IllegalStateException("a secret of ours");
  private int failures = Integer.MAX_VALUE;

  /** Stands for the first step, which needs a request over HTTP. */
  public static final class NoRequest {
    public void read(Exchange exchange) {
      exchange.getMessage().setBody("asked");
    }
  }

  @BeforeEach
  void start() throws Exception {
    camel.getRegistry().bind("answers", new Answers());
    camel.getRegistry().bind("problems", new Problems(PROPERTIES));
    camel.getRegistry().bind("apiRequests", new NoRequest());
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(
            PluginHelper.getResourceLoader(camel)
                .resolveResource("file:routes/answer-caller.camel.yaml"));
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:asked")
                .routeConfigurationId("api")
                .process(exchange -> callBackend())
                .to("direct:answer-caller");
          }
        });
    camel.start();
  }

  @AfterEach
  void stop() throws IOException {
    camel.close();
  }

  private void callBackend() {
    if (calls.incrementAndGet() <= failures) {
      throw failure;
    }
  }

  private Exchange ask() {
    Exchange answer = camel.createProducerTemplate().request("direct:asked", exchange -> {});
    assertThat(answer.getException()).isNull();
    return answer;
  }

  private static void assertAnswer(Exchange answer, int status, String body) {
    assertThat(answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(status);
    assertThat(answer.getMessage().getHeader(Exchange.CONTENT_TYPE)).isEqualTo("application/json");
    assertThat(answer.getMessage().getBody(String.class)).isEqualTo(body);
  }

  @Test
  void triesATransientFailureThreeTimesMoreThenSaysToTryLater() {
    failure = new TransientException("node-away", "The node is away");
    Exchange answer = ask();
    assertAnswer(answer, 503, "{\"detail\":\"The node is away\"}");
    assertThat(answer.getMessage().getHeader("Retry-After")).isEqualTo("5");
    assertThat(calls).hasValue(4);
  }

  @Test
  void answersWhenADeadlockIsOverAfterAll() {
    failure = new CannotAcquireLockException("deadlock detected; a secret of ours");
    failures = 2;
    assertAnswer(ask(), 200, "\"asked\"");
    assertThat(calls).hasValue(3);
  }

  @Test
  void saysThatTheDatabaseIsAwayWithoutItsWords() {
    failure = new DataAccessResourceFailureException("Connection to 10.0.0.1 refused");
    assertAnswer(
        ask(), 503, "{\"detail\":\"The database is away at the moment, please try again\"}");
    assertThat(calls).hasValue(1);
  }

  @Test
  void tellsWhatIsWrongWithTheRequest() {
    failure = new PermanentException("unknown-order", "Order does not exist");
    assertAnswer(ask(), 404, "{\"detail\":\"Order does not exist\"}");
    failure = new PermanentException("illegal-transition", "Not now");
    assertAnswer(ask(), 409, "{\"detail\":\"Not now\"}");
    failure = new PermanentException("malformed-order-id", "Not so");
    assertAnswer(ask(), 400, "{\"detail\":\"Not so\"}");
    assertThat(calls).hasValue(3);
  }

  @Test
  void keepsWhatIsOursToItself() {
    Exchange answer = ask();
    assertAnswer(
        answer, 500, "{\"detail\":\"Something went wrong here; the log of the server says what\"}");
  }
}
