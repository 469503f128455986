package market.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What the gate says of itself, before anything behind it is asked. */
class ApiGateTest {

  private static final String OPEN = "/nostrmarket/api/v1/currencies";

  private final ApiProperties properties =
      new Binder().bindOrCreate("caravan.api", ApiProperties.class);
  private final AtomicBoolean up = new AtomicBoolean();
  private final ApiGate gate =
      new ApiGate(
          new ApiKeys(JdbcClient.create(new DriverManagerDataSource()), Clock.systemUTC()),
          new CallLimits(properties),
          properties,
          new Problems(properties),
          new ProblemWriter(new ObjectMapper()),
          up::get,
          request -> false);

  @Test
  void asksToTryAgainUntilTheRoutesAreUp() throws Exception {
    MockHttpServletResponse early = ask();
    assertThat(early.getStatus()).isEqualTo(503);
    assertThat(early.getHeader("Retry-After")).isEqualTo("5");
    up.set(true);
    assertThat(ask().getStatus()).isEqualTo(200);
  }

  private MockHttpServletResponse ask() throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", OPEN);
    request.setServletPath(OPEN);
    MockHttpServletResponse response = new MockHttpServletResponse();
    gate.doFilter(request, response, new MockFilterChain());
    return response;
  }
}
