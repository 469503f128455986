package market.caravan.embedded.relay;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;

/** Puts the relay together and opens its socket. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnEmbeddedRelay
@EnableWebSocket
class EmbeddedRelayConfiguration {

  static final String PATH = "/relay";

  @Bean
  LiveEvents embeddedRelayLiveEvents() {
    return new LiveEvents();
  }

  @Bean(initMethod = "start")
  GroupCommit embeddedRelayGroupCommit(
      EventRows rows,
      Deletions deletions,
      PlatformTransactionManager transactions,
      LiveEvents live,
      EmbeddedRelayProperties properties) {
    EventStore store = new EventStore(rows, deletions, new TransactionTemplate(transactions));
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
