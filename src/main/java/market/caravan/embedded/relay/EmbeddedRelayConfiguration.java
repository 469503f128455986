package market.caravan.embedded.relay;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;

/** Puts the relay together and opens its socket. */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedRelayCondition.class)
@ConditionalOnProperty(name = "caravan.embedded.relay.enabled", matchIfMissing = true)
@EnableWebSocket
class EmbeddedRelayConfiguration {

  static final String PATH = "/relay";

  @Bean
  StoredEvents embeddedRelayStoredEvents(JdbcClient jdbc) {
    return new StoredEvents(jdbc);
  }

  @Bean
  LiveEvents embeddedRelayLiveEvents() {
    return new LiveEvents();
  }

  @Bean(initMethod = "start")
  GroupCommit embeddedRelayGroupCommit(
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      LiveEvents live,
      EmbeddedRelayProperties properties) {
    EventStore store = new EventStore(jdbc, new TransactionTemplate(transactions));
    return new GroupCommit(store, live, properties);
  }

  @Bean
  RelayHandler embeddedRelayHandler(
      GroupCommit commit,
      StoredEvents stored,
      LiveEvents live,
      EmbeddedRelayProperties properties) {
    return new RelayHandler(new RelayParts(commit, stored, live, properties));
  }

  @Bean
  RouterFunction<ServerResponse> embeddedRelayInformation(EmbeddedRelayProperties properties) {
    return RelayInformation.route(PATH, properties);
  }

  /** Any web page may be a market's client, so every origin is allowed. */
  @Bean
  WebSocketConfigurer embeddedRelaySocket(RelayHandler handler) {
    return registry -> registry.addHandler(handler, PATH).setAllowedOriginPatterns("*");
  }
}
