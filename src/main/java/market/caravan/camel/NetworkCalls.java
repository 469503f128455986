package market.caravan.camel;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Who carries the calls to the node and to the relays, side by side and bounded. Each route that is
 * named here has its own, so that what hangs in one keeps no other waiting.
 */
@Configuration(value = "networkCallsConfiguration", proxyBeanMethods = false)
class NetworkCalls {

  private final int most;

  NetworkCalls(@Value("${caravan.network-calls:64}") int most) {
    this.most = most;
  }

  @Bean(destroyMethod = "shutdown")
  ExecutorService requestPaymentCalls() {
    return carriers("request-payment-");
  }

  @Bean(destroyMethod = "shutdown")
  ExecutorService instructNodeCalls() {
    return carriers("instruct-node-");
  }

  @Bean(destroyMethod = "shutdown")
  ExecutorService sendMessagesCalls() {
    return carriers("send-messages-");
  }

  @Bean(destroyMethod = "shutdown")
  ExecutorService payRefundsCalls() {
    return carriers("pay-refunds-");
  }

  @Bean(destroyMethod = "shutdown")
  ExecutorService lookUpPaymentsCalls() {
    return carriers("look-up-payments-");
  }

  @Bean(destroyMethod = "shutdown")
  ExecutorService refreshRatesCalls() {
    return carriers("refresh-rates-");
  }

  /**
   * When all are busy the claiming thread lends a hand, so that no more is claimed than can be
   * carried.
   */
  private ExecutorService carriers(String name) {
    return new ThreadPoolExecutor(
        most,
        most,
        0,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        Thread.ofVirtual().name(name, 0).factory(),
        new ThreadPoolExecutor.CallerRunsPolicy());
  }
}
