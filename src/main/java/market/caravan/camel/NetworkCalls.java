package market.caravan.camel;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who carries the calls to the node and to the relays, side by side and bounded. */
@Configuration(value = "networkCallsConfiguration", proxyBeanMethods = false)
class NetworkCalls {

  /**
   * Named in the routes. When all are busy the claiming thread lends a hand, so that no more is
   * claimed than can be carried.
   */
  @Bean(destroyMethod = "shutdown")
  ExecutorService networkCalls(@Value("${caravan.network-calls:32}") int most) {
    return new ThreadPoolExecutor(
        most,
        most,
        0,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        Thread.ofVirtual().name("network-", 0).factory(),
        new ThreadPoolExecutor.CallerRunsPolicy());
  }
}
