package market.caravan.embedded;

import market.caravan.nostr.relay.RelayPool;
import market.caravan.operation.OperatorKey;
import market.caravan.vault.MasterKey;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

/** Puts in what nothing else was configured for. */
@Configuration(proxyBeanMethods = false)
class EmbeddedConfiguration {

  @Bean
  @Profile("production")
  static ProductionProfile productionProfile(Environment environment) {
    return new ProductionProfile(environment);
  }

  /** Taken only when a part of the embedded default needs it. */
  @Bean
  @Lazy
  DataDirectory dataDirectory(EmbeddedProperties properties) {
    return DataDirectory.open(properties.directory());
  }

  /** The pool is made from it, so it is closed after the pool, and after all that has one. */
  @Bean
  @ConditionalOnUnset("spring.datasource.url")
  EmbeddedDatabase embeddedDatabase(DataDirectory directory, EmbeddedProperties properties) {
    return EmbeddedDatabase.start(directory, properties.postgresStartWait());
  }

  @Bean
  @ConditionalOnUnset("spring.datasource.url")
  DatabaseWatch databaseWatch(EmbeddedDatabase database, ApplicationEventPublisher events) {
    return new DatabaseWatch(database, events);
  }

  /** The relay of this very server, which is asked for where no other is configured. */
  @Bean
  @ConditionalOnUnset("caravan.relays")
  EmbeddedRelayStarter embeddedRelayStarter(RelayPool pool, ServerProperties server) {
    return new EmbeddedRelayStarter(pool, server);
  }

  /** Drawn at the first start, kept in a file, and needed from then on. */
  @Bean
  @ConditionalOnUnset({"caravan.master-key", "caravan.master-key-file"})
  MasterKey embeddedMasterKey(DataDirectory directory) {
    return MasterKey.parse(EmbeddedSecrets.masterKey(directory));
  }

  /** Drawn at the first start, kept in a file, and the operator's until one is configured. */
  @Bean
  @ConditionalOnUnset("caravan.operator.key")
  OperatorKey embeddedOperatorKey(DataDirectory directory) {
    return OperatorKey.of(EmbeddedSecrets.operatorKey(directory));
  }
}
